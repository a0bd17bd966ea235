"""The calculations behind the calculators: arrays in and out, nothing rounded, NaN for what is undefined.

Tables by the names that inputs use: NORMALISATIONS, WEIGHT_COMBINATIONS, PRIORITIES, OPERATORS,
TOPSIS_NORMALISATIONS, RANKINGS, GREY_NORMALISATIONS, QUARTILES, FUNCTIONS, RATIOS, ALTMAN, STRUCTURE_SPLITS. A kernel
that stands alone is called by its name.
"""
