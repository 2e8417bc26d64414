// PyTorch's checkpoint format before 1.6: pickles of a magic number, a protocol number, the system, the state dict and
// the storage keys, then for each key an int64 count and the raw values. Only what such a state dict uses is understood,
// and nothing named in a pickle is ever called.

function unpickle(data, start) {
  const stack = [];
  const marks = [];
  const memo = new Map();
  const since = () => stack.splice(marks.pop());
  let at = start;
  const take = length => data.subarray(at, at += length);
  const line = () => {
    const end = data.indexOf(10, at);
    const value = data.toString("latin1", at, end);
    at = end + 1;
    return value;
  };
  const operations = {
    0x80: () => take(1), // PROTO
    0x8a: () => stack.push([...take(take(1)[0])].reduce((sum, byte, i) => sum + (BigInt(byte) << BigInt(8 * i)), 0n)),
    0x63: () => stack.push({ global: `${line()}.${line()}` }), // GLOBAL
    0x71: () => memo.set(take(1)[0], stack.at(-1)), // BINPUT
    0x72: () => memo.set(take(4).readUInt32LE(), stack.at(-1)), // LONG_BINPUT
    0x68: () => stack.push(memo.get(take(1)[0])), // BINGET
    0x6a: () => stack.push(memo.get(take(4).readUInt32LE())), // LONG_BINGET
    0x28: () => marks.push(stack.length), // MARK
    0x29: () => stack.push([]), // EMPTY_TUPLE
    0x5d: () => stack.push([]), // EMPTY_LIST
    0x7d: () => stack.push(new Map()), // EMPTY_DICT
    0x74: () => stack.push(since()), // TUPLE
    0x85: () => stack.push(stack.splice(-1)), // TUPLE1
    0x86: () => stack.push(stack.splice(-2)), // TUPLE2
    0x65: () => { const items = since(); stack.at(-1).push(...items); }, // APPENDS
    0x58: () => stack.push(take(take(4).readUInt32LE()).toString("utf8")), // BINUNICODE
    0x4b: () => stack.push(take(1)[0]), // BININT1
    0x4d: () => stack.push(take(2).readUInt16LE()), // BININT2
    0x4a: () => stack.push(take(4).readInt32LE()), // BININT
    0x4e: () => stack.push(null), // NONE
    0x88: () => stack.push(true), // NEWTRUE
    0x89: () => stack.push(false), // NEWFALSE
    0x51: () => stack.push({ storage: stack.pop() }), // BINPERSID
    0x52: () => stack.push(reduce(...stack.splice(-2))), // REDUCE
    0x73: () => { const [key, value] = stack.splice(-2); stack.at(-1).set(key, value); }, // SETITEM
    0x75: () => { // SETITEMS
      const items = since();
      for (let i = 0; i < items.length; i += 2) {
        stack.at(-1).set(items[i], items[i + 1]);
      }
    },
    0x62: () => stack.pop(), // BUILD: attributes of the dict, not needed
  };
  for (;;) {
    const code = data[at++];
    if (code === 0x2e) { // STOP
      return { value: stack.pop(), end: at };
    }
    if (!operations[code]) {
      throw new Error(`pickle operation 0x${code.toString(16)} at byte ${at - 1} is not one of a state dict`);
    }
    operations[code]();
  }
}

function reduce({ global }, args) {
  switch (global) {
    case "collections.OrderedDict":
      return new Map();
    case "torch._utils._rebuild_tensor_v2": {
      const [{ storage: [, type, key] }, offset, shape, stride] = args;
      return { type: type.global, key, offset, shape, stride };
    }
    default:
      throw new Error(`${global} is not part of a plain state dict`);
  }
}

/** @returns name -> {shape, values: Float32Array} of the float tensors, row-major */
export function readStateDict(data) {
  const values = [];
  let at = 0;
  for (let i = 0; i < 5; i++) {
    const { value, end } = unpickle(data, at);
    values.push(value);
    at = end;
  }
  const [, , , state, keys] = values;
  const sizes = { "torch.FloatStorage": 4, "torch.LongStorage": 8 };
  const types = new Map([...state.values()].map(({ key, type }) => [key, type]));
  const storages = new Map();
  for (const key of keys) {
    const bytes = Number(data.readBigInt64LE(at)) * sizes[types.get(key)];
    storages.set(key, data.subarray(at + 8, at + 8 + bytes));
    at += 8 + bytes;
  }
  if (at !== data.length) {
    throw new Error(`the storages end at byte ${at} of ${data.length}`);
  }
  const tensors = new Map();
  for (const [name, { type, key, offset, shape, stride }] of state) {
    if (type !== "torch.FloatStorage") {
      continue; // counters of seen batches
    }
    const raw = storages.get(key);
    const count = shape.reduce((product, size) => product * size, 1);
    const values = new Float32Array(count);
    const index = shape.map(() => 0);
    for (let i = 0; i < count; i++) {
      const element = index.reduce((sum, position, axis) => sum + position * stride[axis], offset);
      values[i] = raw.readFloatLE(4 * element);
      for (let axis = shape.length - 1; axis >= 0 && ++index[axis] === shape[axis]; axis--) {
        index[axis] = 0;
      }
    }
    tensors.set(name, { shape, values });
  }
  return tensors;
}
