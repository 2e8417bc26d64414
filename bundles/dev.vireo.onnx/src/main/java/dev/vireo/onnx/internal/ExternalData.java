package dev.vireo.onnx.internal;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Finds weights that an ONNX file keeps elsewhere. Such a file makes the runtime open paths of its choosing
 * (CVE-2024-27318 and its successors), so it is refused before the runtime sees it.
 *
 * <p>Walks the protobuf wire format of ModelProto → GraphProto → TensorProto, subgraphs in attributes included, and
 * reads nothing but {@code data_location}. Field numbers: onnx.proto3 of ONNX 1.x.
 */
final class ExternalData {
    private static final int MAX_DEPTH = 32;
    private static final int EXTERNAL = 1;

    private ExternalData() {}

    /** @throws VireoException USER_INPUT when the bytes are no protobuf or a tensor lies outside them */
    static void refuse(String file, byte[] model) {
        Message.MODEL.walk(file, ByteBuffer.wrap(model).order(ByteOrder.LITTLE_ENDIAN), 0);
    }

    /** Which fields of a message are messages that may hold tensors. */
    private enum Message {
        MODEL {
            @Override
            Message field(int number) {
                return switch (number) {
                    case 7 -> GRAPH;
                    case 20 -> TRAINING;
                    case 25 -> FUNCTION;
                    default -> null;
                };
            }
        },
        TRAINING {
            @Override
            Message field(int number) {
                return number == 1 || number == 2 ? GRAPH : null;
            }
        },
        FUNCTION {
            @Override
            Message field(int number) {
                return switch (number) {
                    case 7 -> NODE;
                    case 11 -> ATTRIBUTE;
                    default -> null;
                };
            }
        },
        GRAPH {
            @Override
            Message field(int number) {
                return switch (number) {
                    case 1 -> NODE;
                    case 5 -> TENSOR;
                    case 15 -> SPARSE;
                    default -> null;
                };
            }
        },
        NODE {
            @Override
            Message field(int number) {
                return number == 5 ? ATTRIBUTE : null;
            }
        },
        ATTRIBUTE {
            @Override
            Message field(int number) {
                return switch (number) {
                    case 5, 10 -> TENSOR;
                    case 6, 11 -> GRAPH;
                    case 22, 23 -> SPARSE;
                    default -> null;
                };
            }
        },
        SPARSE {
            @Override
            Message field(int number) {
                return number == 1 || number == 2 ? TENSOR : null;
            }
        },
        TENSOR {
            @Override
            Message field(int number) {
                return null;
            }
        };

        abstract Message field(int number);

        void walk(String file, ByteBuffer in, int depth) {
            if (depth > MAX_DEPTH) {
                throw broken(file, "messages nested more than " + MAX_DEPTH + " deep");
            }
            while (in.hasRemaining()) {
                long key = varint(file, in);
                int number = (int) (key >>> 3);
                switch ((int) (key & 7)) {
                    case 0 -> {
                        long value = varint(file, in);
                        if (this == TENSOR && number == 14 && value == EXTERNAL) {
                            throw new VireoException(ErrorKind.USER_INPUT,
                                    file + ": keeps weights in another file; need one file that holds them all");
                        }
                    }
                    case 1 -> skip(file, in, 8);
                    case 2 -> {
                        ByteBuffer part = part(file, in);
                        if (this == TENSOR && number == 13) {
                            throw new VireoException(ErrorKind.USER_INPUT, file + ": names external data '"
                                    + StandardCharsets.ISO_8859_1.decode(part.slice(0, Math.min(part.limit(), 80)))
                                    + "'; need one file that holds all weights");
                        }
                        Message inner = field(number);
                        if (inner != null) {
                            inner.walk(file, part, depth + 1);
                        }
                    }
                    case 5 -> skip(file, in, 4);
                    default -> throw broken(file, "wire type " + (key & 7));
                }
            }
        }
    }

    private static long varint(String file, ByteBuffer in) {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (!in.hasRemaining()) {
                throw broken(file, "it ends inside a number");
            }
            byte b = in.get();
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw broken(file, "a number of more than ten bytes");
    }

    private static ByteBuffer part(String file, ByteBuffer in) {
        long length = varint(file, in);
        ByteBuffer part = in.slice().order(ByteOrder.LITTLE_ENDIAN);
        skip(file, in, length);
        return part.limit((int) length);
    }

    private static void skip(String file, ByteBuffer in, long count) {
        if (count < 0 || count > in.remaining()) {
            throw broken(file, "a field of " + count + " bytes where " + in.remaining() + " are left");
        }
        in.position(in.position() + (int) count);
    }

    private static VireoException broken(String file, String why) {
        return new VireoException(ErrorKind.USER_INPUT, file + ": no ONNX file: " + why);
    }
}
