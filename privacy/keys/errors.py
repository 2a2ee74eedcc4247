"""What can go wrong with keys, in sentences that say what to do."""


class KeyProblem(Exception):
    """A key is not usable."""


class MasterMissing(KeyProblem):
    """There is no master key where one has to be."""


class MasterOpen(KeyProblem):
    """Others may read the master key's file."""


class MasterDamaged(KeyProblem):
    """What should be a master key is none."""


class KeyGone(KeyProblem):
    """The key was erased, or never was; what it sealed is unreadable for good."""
