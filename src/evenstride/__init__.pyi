"""Types of the names that `__init__.py` brings when they are first asked for."""

from evenstride.notebook import BatchFit as BatchFit
from evenstride.notebook import Load as Load
from evenstride.notebook import Plot as Plot
from evenstride.notebook import Session as Session
from evenstride.notebook import Sprint as Sprint
from evenstride.notebook import Trials as Trials
from evenstride.notebook import fit_positions as fit_positions
from evenstride.notebook import fit_race as fit_race
from evenstride.notebook import fit_session as fit_session
from evenstride.notebook import fit_sprint as fit_sprint
from evenstride.notebook import fit_sprints as fit_sprints
from evenstride.notebook import fit_together as fit_together
from evenstride.notebook import fit_trace as fit_trace
from evenstride.notebook import fit_traces as fit_traces

__version__: str
