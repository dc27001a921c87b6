import os

# The matrices of rules.agreement are small: OpenBLAS would spend more on its threads than on them. Read by NumPy when
# it is first imported, which only that package does.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
