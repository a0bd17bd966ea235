"""Many hospitals side by side: who stands where and how surely, what they share, who needs help and who can give it."""
