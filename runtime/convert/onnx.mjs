// A writer for the part of ONNX that the conversions need: protobuf by hand, so that Node's standard library is enough
// and the bytes depend on nothing but the source weights. Field numbers: onnx.proto3 of ONNX 1.12 (IR version 8).

const FLOAT = 1;
const INT64 = 7;
const FLOAT16 = 10;

function varint(value) {
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes = [];
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Buffer.from(bytes);
}

const tag = (field, wire) => varint((field << 3) | wire);
const int = (field, value) => Buffer.concat([tag(field, 0), varint(value)]);
const bytes = (field, value) => Buffer.concat([tag(field, 2), varint(value.length), value]);
const text = (field, value) => bytes(field, Buffer.from(value, "utf8"));

function float(field, value) {
  const raw = Buffer.alloc(4);
  raw.writeFloatLE(value);
  return Buffer.concat([tag(field, 5), raw]);
}

function attribute(name, value) {
  const parts = [text(1, name)];
  if (typeof value === "string") {
    parts.push(text(4, value), int(20, 3));
  } else if (Array.isArray(value)) {
    parts.push(...value.map(item => int(8, item)), int(20, 7));
  } else if (typeof value === "number") {
    parts.push(int(3, value), int(20, 2));
  } else {
    parts.push(float(2, value.float), int(20, 1));
  }
  return Buffer.concat(parts);
}

function valueInfo(name, shape) {
  const dims = shape.map(size => bytes(1, typeof size === "string" ? text(2, size) : int(1, size)));
  const tensor = Buffer.concat([int(1, FLOAT), bytes(2, Buffer.concat(dims))]);
  return Buffer.concat([text(1, name), bytes(2, bytes(1, tensor))]);
}

function tensor(name, dims, type, raw) {
  return Buffer.concat([...dims.map(size => int(1, size)), int(2, type), text(8, name), bytes(9, raw)]);
}

/** The nearest IEEE half of a number, ties to even; magnitudes above 65504 are refused. */
export function toHalf(value) {
  const magnitude = Math.abs(value);
  if (!(magnitude <= 65504)) {
    throw new Error(`${value} does not fit a half float`);
  }
  const view = new DataView(new ArrayBuffer(4));
  view.setFloat32(0, magnitude);
  // A half has 10 bits after the leading one and its smallest step is 2^-24.
  const exponent = Math.max((view.getUint32(0) >>> 23) - 127, -14);
  const steps = magnitude / 2 ** (exponent - 10);
  const floor = Math.floor(steps);
  const up = steps - floor > 0.5 || (steps - floor === 0.5 && floor % 2 === 1);
  // Steps count 1024 and up in a normal half, so that adding them to the exponent field carries by itself.
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  return sign | (((exponent + 14) << 10) + floor + (up ? 1 : 0));
}

export class Graph {
  #name;
  #nodes = [];
  #initializers = [];
  #inputs = [];
  #outputs = [];
  #opset;

  constructor(name, opset) {
    this.#name = name;
    this.#opset = opset;
  }

  /** @param shape sizes; a string is the name of a free dimension */
  input(name, shape) {
    this.#inputs.push(valueInfo(name, shape));
    return name;
  }

  output(name, shape) {
    this.#outputs.push(valueInfo(name, shape));
  }

  /** Half weights, widened to float by a Cast, which ONNX Runtime folds away when it loads the model. */
  halfWeights(name, dims, halves) {
    const raw = Buffer.alloc(halves.length * 2);
    halves.forEach((half, i) => raw.writeUInt16LE(half, 2 * i));
    this.#initializers.push(tensor(`${name}.f16`, dims, FLOAT16, raw));
    return this.node("Cast", [`${name}.f16`], name, { to: FLOAT });
  }

  floatWeights(name, dims, values) {
    const raw = Buffer.alloc(values.length * 4);
    values.forEach((value, i) => raw.writeFloatLE(value, 4 * i));
    this.#initializers.push(tensor(name, dims, FLOAT, raw));
    return name;
  }

  longs(name, values) {
    const raw = Buffer.alloc(values.length * 8);
    values.forEach((value, i) => raw.writeBigInt64LE(BigInt(value), 8 * i));
    this.#initializers.push(tensor(name, [values.length], INT64, raw));
    return name;
  }

  /** @returns the first output's name */
  node(type, inputs, outputs, attributes = {}) {
    const names = [outputs].flat();
    this.#nodes.push(Buffer.concat([
      ...inputs.map(input => text(1, input)),
      ...names.map(output => text(2, output)),
      text(3, names[0]),
      text(4, type),
      ...Object.entries(attributes).map(([name, value]) => bytes(5, attribute(name, value))),
    ]));
    return names[0];
  }

  encode(producer, metadata) {
    const graph = Buffer.concat([
      ...this.#nodes.map(node => bytes(1, node)),
      text(2, this.#name),
      ...this.#initializers.map(initializer => bytes(5, initializer)),
      ...this.#inputs.map(input => bytes(11, input)),
      ...this.#outputs.map(output => bytes(12, output)),
    ]);
    return Buffer.concat([
      int(1, 8),
      text(2, producer),
      bytes(7, graph),
      bytes(8, Buffer.concat([text(1, ""), int(2, this.#opset)])),
      ...Object.entries(metadata).map(([key, value]) => bytes(14, Buffer.concat([text(1, key), text(2, value)]))),
    ]);
  }
}
