package dev.vireo.onnx.internal;

import dev.vireo.onnx.internal.manifest.ManifestReader;
import dev.vireo.onnx.internal.manifest.ModelFiles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A real model of a few hundred bytes: its logits are the mean red, green and blue of an 8 × 8 picture. Written in the
 * protobuf wire format by hand, so that tests can also make broken ones.
 */
final class TinyModel {
    static final String MODEL = "META-INF/vireo/model.onnx";
    static final String VOCABULARY = "META-INF/vireo/vocabulary.json";

    private static final String LABELS = """
            {"format": "vireo-vocabulary/1", "id": "primaries",
             "labels": [{"name": "red", "synset": "00000001"}, {"name": "green", "synonyms": ["verdant"]}, {"name": "blue"}],
             "concepts": {"00000001": {"en": ["red"], "parents": ["00000002"]}, "00000002": {"en": ["colour"]}},
             "covers": ["00000002"]}
            """;

    private static final String MANIFEST = """
            {"format": "vireo-model/1", "kind": "classifier", "id": "tiny", "version": "1.2.3", "title": "Mean colour",
             "files": [{"path": "META-INF/vireo/model.onnx", "sha256": "%s", "bytes": %d},
                       {"path": "META-INF/vireo/vocabulary.json", "sha256": "%s", "bytes": %d}],
             "model": "META-INF/vireo/model.onnx",
             "inputs": {"image": {"name": "image", "dtype": "float32", "layout": "NCHW"}},
             "outputs": {"logits": "logits"},
             "image": {"resize": "squash", "width": 8, "height": 8, "interpolation": "bilinear", "antialias": true,
                       "order": "RGB", "mean": [0, 0, 0], "std": [255, 255, 255]},
             "head": {"type": "softmax", "temperature": 0.1},
             "vocabulary": {"file": "META-INF/vireo/vocabulary.json"},
             "golden": [{"input": {"pattern": "gradient", "width": 64, "height": 48}, "output": "logits",
                         "first": [0.498, 0.498, 0.498], "tolerance": 0.01}]}
            """;

    private TinyModel() {}

    static ModelFiles files() {
        return files(UnaryOperator.identity());
    }

    /** The files of a bundle whose manifest was changed by {@code edit}. */
    static ModelFiles files(UnaryOperator<String> edit) {
        return files(onnx(new byte[0]), edit);
    }

    static ModelFiles files(byte[] model, UnaryOperator<String> edit) {
        Map<String, byte[]> content = content(model, edit);
        return path -> Optional.ofNullable(content.get(path)).map(ByteArrayInputStream::new);
    }

    static Map<String, byte[]> content(byte[] model, UnaryOperator<String> edit) {
        byte[] labels = utf8(LABELS);
        Map<String, byte[]> content = new LinkedHashMap<>();
        content.put(ManifestReader.PATH,
                utf8(edit.apply(MANIFEST.formatted(sha256(model), model.length, sha256(labels), labels.length))));
        content.put(MODEL, model);
        content.put(VOCABULARY, labels);
        return content;
    }

    /** @param initializer a TensorProto to put into the graph, unused; empty for none */
    static byte[] onnx(byte[] initializer) {
        byte[] pool = join(text(1, "image"), text(2, "pooled"), text(4, "GlobalAveragePool"));
        byte[] flatten = join(text(1, "pooled"), text(2, "logits"), text(4, "Flatten"));
        byte[] graph = join(
                bytes(1, pool), bytes(1, flatten), text(2, "tiny"),
                initializer.length == 0 ? initializer : bytes(5, initializer),
                bytes(11, value("image", -1, 3, 8, 8)), bytes(12, value("logits", -1, 3)));
        return join(number(1, 8), bytes(8, number(2, 17)), bytes(7, graph));
    }

    /** A TensorProto whose numbers lie in another file. */
    static byte[] externalTensor(String location) {
        byte[] entry = join(text(1, "location"), text(2, location));
        return join(number(1, 1), number(2, 1), text(8, "weights"), bytes(13, entry), number(14, 1));
    }

    /** A TensorProto of one number. */
    static byte[] innerTensor() {
        return join(number(1, 1), number(2, 1), text(8, "weights"), bytes(9, new byte[] {0, 0, (byte) 0x80, 0x3f}));
    }

    private static byte[] value(String name, long... shape) {
        byte[] axes = new byte[0];
        for (long axis : shape) {
            axes = join(axes, bytes(1, axis < 0 ? text(2, "n") : number(1, axis)));
        }
        byte[] tensor = join(number(1, 1), bytes(2, axes));
        return join(text(1, name), bytes(2, bytes(1, tensor)));
    }

    private static byte[] number(int field, long value) {
        return join(varint((long) field << 3), varint(value));
    }

    private static byte[] text(int field, String value) {
        return bytes(field, utf8(value));
    }

    private static byte[] bytes(int field, byte[] value) {
        return join(varint((long) field << 3 | 2), varint(value.length), value);
    }

    private static byte[] varint(long value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long rest = value;
        while (rest > 0x7f) {
            out.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
        return out.toByteArray();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
