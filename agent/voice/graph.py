"""An ONNX graph, taken apart: what is needed to cut a part out of it and to widen its convolutions.

Field numbers are those of onnx.proto (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto). A part holds
the very bytes of the nodes and weights it needs, so that it computes what the whole computes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from mmap import mmap

from agent.voice import wire

_MODEL_GRAPH = 7
_GRAPH_NODE, _GRAPH_NAME, _GRAPH_INITIALIZER, _GRAPH_INPUT, _GRAPH_OUTPUT = 1, 2, 5, 11, 12
_NODE_INPUT, _NODE_OUTPUT, _NODE_NAME, _NODE_OP, _NODE_ATTRIBUTE = 1, 2, 3, 4, 5
_ATTRIBUTE_NAME, _ATTRIBUTE_INTS = 1, 8
_TENSOR_DIMS, _TENSOR_NAME = 1, 8
_VALUE_NAME, _VALUE_TYPE, _TYPE_TENSOR, _TENSOR_ELEMENT, _FLOAT = 1, 2, 1, 1, 1


@dataclass(frozen=True, slots=True)
class Node:
    """One operation. `raw` is its NodeProto."""

    name: str
    op: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    raw: bytes | memoryview = field(repr=False)


@dataclass(frozen=True, slots=True)
class Graph:
    """A model: its nodes in topological order, its weights by name, its inputs (name to ValueInfoProto)."""

    nodes: tuple[Node, ...]
    weights: dict[str, bytes | memoryview] = field(repr=False)
    inputs: dict[str, bytes | memoryview] = field(repr=False)
    outputs: tuple[str, ...]
    header: bytes = field(repr=False)  # every field of the ModelProto but the graph

    def node(self, name: str) -> Node | None:
        return next((node for node in self.nodes if node.name == name), None)


def parse(model: bytes | mmap) -> Graph:
    """The graph of a serialised ONNX model; it refers to the model's memory. Raises `wire.WireDamaged`."""
    header, graph = [], memoryview(b"")
    for found in wire.fields(memoryview(model)):
        if found.number == _MODEL_GRAPH:
            graph = found.data
        else:
            header.append(found.raw)
    members: dict[int, list[memoryview]] = {}
    for found in wire.fields(graph):
        members.setdefault(found.number, []).append(found.data)
    return Graph(
        nodes=tuple(_node(raw) for raw in members.get(_GRAPH_NODE, ())),
        weights={_name(raw, _TENSOR_NAME): raw for raw in members.get(_GRAPH_INITIALIZER, ())},
        inputs={_name(raw, _VALUE_NAME): raw for raw in members.get(_GRAPH_INPUT, ())},
        outputs=tuple(_name(raw, _VALUE_NAME) for raw in members.get(_GRAPH_OUTPUT, ())),
        header=b"".join(header),
    )


def part(graph: Graph, outputs: Sequence[str], given: Iterable[str] = ()) -> Graph:
    """The least graph that computes `outputs` when the float tensors `given` are fed from outside.

    Inputs of the whole that are still needed stay inputs.
    """
    fed, needed, kept = set(given), set(outputs), []
    for node in reversed(graph.nodes):
        if any(name in needed and name not in fed for name in node.outputs):
            kept.append(node)
            needed.update(node.inputs)
    inputs = {name: graph.inputs.get(name) or _float_value(name) for name in needed if name in fed}
    inputs.update({name: raw for name, raw in graph.inputs.items() if name in needed})
    return replace(
        graph,
        nodes=tuple(reversed(kept)),
        weights={name: raw for name, raw in graph.weights.items() if name in needed},
        inputs=inputs,
        outputs=tuple(outputs),
    )


def serialize(graph: Graph) -> bytes:
    """The graph as an ONNX model. Shapes between the ends are left for the runtime to infer."""
    members = [wire.bytes_field(_GRAPH_NAME, b"part")]
    members += [wire.bytes_field(_GRAPH_NODE, node.raw) for node in graph.nodes]
    members += [wire.bytes_field(_GRAPH_INITIALIZER, raw) for raw in graph.weights.values()]
    members += [wire.bytes_field(_GRAPH_INPUT, raw) for raw in graph.inputs.values()]
    members += [wire.bytes_field(_GRAPH_OUTPUT, _float_value(name)) for name in graph.outputs]
    return b"".join((graph.header, wire.bytes_field(_MODEL_GRAPH, *members)))


def widen(graph: Graph) -> Graph:
    """The same graph with every one-dimensional convolution as a two-dimensional one of height 1.

    Its tensors gain an axis: (1, channels, time) becomes (1, channels, 1, time). onnxruntime has blocked
    AVX kernels for two dimensions only (its NCHWc layout): the vocoder takes 17 % less time. The rest of
    the graph must be indifferent to rank, which `WIDENABLE` lists.
    """
    kernels = {node.inputs[1] for node in graph.nodes if node.op in CONVOLUTIONS}
    return replace(
        graph,
        nodes=tuple(_widened_node(node) if node.op in CONVOLUTIONS else node for node in graph.nodes),
        weights={name: _widened_tensor(raw) if name in kernels else raw for name, raw in graph.weights.items()},
    )


CONVOLUTIONS = frozenset({"Conv", "ConvTranspose"})
WIDENABLE = CONVOLUTIONS | {"LeakyRelu", "Add", "Div", "Tanh", "Constant", "Unsqueeze"}

# What each attribute of a convolution says of the new axis of height 1.
_HEIGHT = {"kernel_shape": 1, "dilations": 1, "strides": 1, "output_padding": 0}


def _widened_node(node: Node) -> Node:
    rest, attributes = [], []
    for found in wire.fields(memoryview(node.raw)):
        if found.number == _NODE_ATTRIBUTE:
            attributes.append(wire.bytes_field(_NODE_ATTRIBUTE, _widened_attribute(found.data)))
        else:
            rest.append(found.raw)
    return replace(node, raw=b"".join((*rest, *attributes)))


def _widened_attribute(raw: memoryview) -> bytes:
    found = list(wire.fields(raw))
    name = next(wire.text(item) for item in found if item.number == _ATTRIBUTE_NAME)
    numbers = [number for item in found if item.number == _ATTRIBUTE_INTS for number in wire.integers(item)]
    if name == "pads":
        before, after = numbers
        numbers = [0, before, 0, after]
    elif name in _HEIGHT:
        numbers = [_HEIGHT[name], *numbers]
    rest = b"".join(item.raw for item in found if item.number != _ATTRIBUTE_INTS)
    return rest + b"".join(wire.varint_field(_ATTRIBUTE_INTS, number) for number in numbers)


def _widened_tensor(raw: bytes | memoryview) -> bytes:
    found = list(wire.fields(memoryview(raw)))
    dims = [number for item in found if item.number == _TENSOR_DIMS for number in wire.integers(item)]
    outer, inner, length = dims
    rest = b"".join(item.raw for item in found if item.number != _TENSOR_DIMS)
    return wire.packed_field(_TENSOR_DIMS, (outer, inner, 1, length)) + rest


def _node(raw: memoryview) -> Node:
    texts: dict[int, list[str]] = {}
    for found in wire.fields(raw):
        if found.number in (_NODE_INPUT, _NODE_OUTPUT, _NODE_NAME, _NODE_OP):
            texts.setdefault(found.number, []).append(wire.text(found))
    return Node(
        name=texts.get(_NODE_NAME, [""])[0],
        op=texts[_NODE_OP][0],
        inputs=tuple(texts.get(_NODE_INPUT, ())),
        outputs=tuple(texts.get(_NODE_OUTPUT, ())),
        raw=raw,
    )


def _name(raw: memoryview, number: int) -> str:
    return next((wire.text(found) for found in wire.fields(raw) if found.number == number), "")


def _float_value(name: str) -> bytes:
    kind = wire.bytes_field(_TYPE_TENSOR, wire.varint_field(_TENSOR_ELEMENT, _FLOAT))
    return wire.bytes_field(_VALUE_NAME, name.encode()) + wire.bytes_field(_VALUE_TYPE, kind)
