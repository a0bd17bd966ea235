from typing import Final

from reportgen.api import EvaluatedCase as EvaluatedCase
from reportgen.api import ExitCode as ExitCode
from reportgen.api import OpenedCase as OpenedCase
from reportgen.api import Refused as Refused
from reportgen.api import RenderedReport as RenderedReport
from reportgen.api import findings_of as findings_of
from reportgen.api import open_case as open_case

__version__: Final[str]
