"""Great Expectations without its repetitions: the same answers, computed once.

For every metric of every expectation Great Expectations writes out the expectation again, for every expectation the
same dependencies of metrics; that costs several times what the queries cost.  ``quicken()`` puts memories before the
functions that are asked the same again and again; none of them changes an answer.  A release of Great
Expectations in which one of them has moved ends with an AttributeError.  Importing this module takes seconds: only the
validation process does.
"""

import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from functools import lru_cache, wraps
from typing import Any

import jinja2
from great_expectations import util
from great_expectations.core.expectation_suite import ExpectationSuite
from great_expectations.core.freshness_diagnostics import (
    ExpectationSuiteFreshnessDiagnostics,
    ValidationDefinitionFreshnessDiagnostics,
)
from great_expectations.core.id_dict import IDDict
from great_expectations.core.validation_definition import ValidationDefinition
from great_expectations.expectations.expectation import Expectation
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
from great_expectations.expectations.registry import (
    get_expectation_impl,
    list_registered_expectation_implementations,
)
from great_expectations.render.view.view import DefaultJinjaView
from great_expectations.validator.validation_graph import ValidationGraph

# Exactly these types: subclasses (enumerations, numbers of numpy) are Great Expectations' matter.
PLAIN = (str, int, bool, type(None))


def quicken() -> None:
    """Put the memories in place; once a process."""
    everywhere(util.camel_to_snake, lru_cache(maxsize=None)(util.camel_to_snake))
    everywhere(util.convert_to_json_serializable, _json_of(util.convert_to_json_serializable))
    _describe_once()
    ValidationGraph.build_metric_dependency_graph = _graph_once(ValidationGraph.build_metric_dependency_graph)
    # Suites and definitions are in memory only, and nobody but this process has them: what is used is what is stored.
    ExpectationSuite.is_fresh = lambda _: ExpectationSuiteFreshnessDiagnostics(errors=[])
    ValidationDefinition.is_fresh = lambda _: ValidationDefinitionFreshnessDiagnostics(errors=[])
    _compile_once(DefaultJinjaView)


def everywhere(before: Callable[..., Any], after: Callable[..., Any]) -> None:
    """Put ``after`` where modules of Great Expectations hold ``before`` under its name."""
    for name, module in list(sys.modules.items()):
        if name.startswith("great_expectations") and vars(module).get(before.__name__) is before:
            setattr(module, before.__name__, after)


def _json_of(original: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Plain values are what they are; the original asks each of them thirty questions, and recurses through here."""

    @wraps(original)
    def quick(data: Any) -> Any:
        kind = type(data)
        if kind in PLAIN:
            return data
        if kind is dict or kind is IDDict:
            return {str(key): quick(value) for key, value in data.items()}
        if kind is list or kind is tuple:
            return [quick(value) for value in data]
        return original(data)

    return quick


class _Described:
    """An expectation that tells which metrics it needs, and does not change meanwhile: its configuration, the expectation
    that Great Expectations makes of that again, and what that answers for a runtime configuration.
    """

    def __init__(self, owner: Any) -> None:
        self.owner = owner
        self.configuration: Any = None
        self.again: Any = None
        self.asked: Any = None
        self.answer: dict[str, Any] | None = None


_described: list[_Described] = []


@contextmanager
def _unchanged(owner: Any) -> Generator[None]:
    """``owner`` does not change in here."""
    known = _Described(owner)
    _described.append(known)
    try:
        yield
    finally:
        _described.remove(known)


def _describe_once() -> None:
    """While an expectation tells which metrics it needs, describe it once instead of for each of them."""
    describe = Expectation.configuration.fget
    arguments_of, made_again = Expectation._get_runtime_kwargs, ExpectationConfiguration.to_domain_obj

    def configuration(self: Any) -> Any:
        for known in _described:
            if known.owner is self:
                known.configuration = known.configuration or describe(self)
                return known.configuration
        return describe(self)

    def to_domain_obj(self: Any) -> Any:
        for known in _described:
            if known.configuration is self:
                known.again = known.again or made_again(self)
                return known.again
        return made_again(self)

    def runtime_kwargs(self: Any, runtime_configuration: Any = None) -> Any:
        for known in _described:
            if known.again is self:
                if known.answer is None or known.asked is not runtime_configuration:
                    with _unchanged(self):
                        known.answer = arguments_of(self, runtime_configuration)
                    known.asked = runtime_configuration
                return dict(known.answer)
        return arguments_of(self, runtime_configuration)

    Expectation.configuration = property(configuration)
    Expectation._get_runtime_kwargs = runtime_kwargs
    ExpectationConfiguration.to_domain_obj = to_domain_obj
    names = list_registered_expectation_implementations()
    for kind in {kind for name in names for kind in get_expectation_impl(name).__mro__}:
        if "get_validation_dependencies" in vars(kind):
            kind.get_validation_dependencies = _held(vars(kind)["get_validation_dependencies"])


def _held(original: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(original)
    def held(self: Any, *args: Any, **kwargs: Any) -> Any:
        if any(known.owner is self for known in _described):
            return original(self, *args, **kwargs)
        with _unchanged(self):
            return original(self, *args, **kwargs)

    return held


def _graph_once(original: Callable[..., None]) -> Callable[..., None]:
    """A metric of a batch has the same dependencies for every expectation that needs it.  The memory is the execution
    engine's, ``expanded``, which it empties with every batch.
    """

    @wraps(original)
    def build(self: Any, metric_configuration: Any, runtime_configuration: Any = None) -> None:
        expanded = self._execution_engine.expanded
        known = expanded.get(metric_configuration.id)
        if known is None:
            alone = ValidationGraph(execution_engine=self._execution_engine)
            original(alone, metric_configuration, runtime_configuration)
            known = expanded[metric_configuration.id] = (metric_configuration, alone.edges)
        else:
            self.set_metric_configuration_default_kwargs_if_absent(metric_configuration)
            metric_configuration.metric_dependencies = known[0].metric_dependencies
        for edge in known[1]:
            self.add(edge)

    return build


class _Compiled(jinja2.BytecodeCache):
    """Templates compiled in this process."""

    def __init__(self) -> None:
        self.code: dict[str, Any] = {}

    def load_bytecode(self, bucket: Any) -> None:
        bucket.code = self.code.get(bucket.key + bucket.checksum)

    def dump_bytecode(self, bucket: Any) -> None:
        self.code[bucket.key + bucket.checksum] = bucket.code


def _compile_once(view: Any) -> None:
    """Compile a template once for all pages, and do not look whether its file has changed meanwhile."""
    original, compiled = view.__init__, _Compiled()

    def init(self: Any, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        self.env.bytecode_cache, self.env.auto_reload = compiled, False

    view.__init__ = init
