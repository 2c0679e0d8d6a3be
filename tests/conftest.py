"""How often properties are tried: the same cases each time in `make test`, more in `make drill`."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "suite", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "drill", parent=settings.get_profile("suite"), derandomize=False, max_examples=20_000
)
settings.load_profile("suite")
