"""`python -m deploy.local VERB …`, called by ./run inside the virtual environment."""

import sys

from deploy.local.verbs import main

sys.exit(main(sys.argv[1:]))
