package dev.vireo.onnx.internal.manifest;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.media.Box;
import dev.vireo.api.model.Concept;
import dev.vireo.api.model.Label;
import dev.vireo.api.model.ProviderInfo;
import dev.vireo.api.model.Vocabulary;
import dev.vireo.onnx.internal.image.ImageSpec;
import dev.vireo.onnx.internal.image.Interpolation;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what a model bundle says of itself and believes none of it: sizes are capped, paths stay below
 * {@code META-INF/vireo/}, only files listed with their hash are read, and the bytes hashed are the bytes used.
 */
public final class ManifestReader {
    /** Where a model bundle keeps its manifest. */
    public static final String PATH = "META-INF/vireo/model.json";

    private static final String ROOT = "META-INF/vireo/";
    private static final int MAX_MANIFEST_BYTES = 1 << 20;
    /** A Java array holds no more than 2 GiB; larger models would have to be mapped from a file. */
    private static final long MAX_FILE_BYTES = 1L << 30;

    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}";
    private static final String VERSION = "\\d{1,9}\\.\\d{1,9}\\.\\d{1,9}([.-][A-Za-z0-9_-]{1,40})?";
    private static final String SYNSET = "\\d{8}";

    private final ModelFiles files;

    public ManifestReader(ModelFiles files) {
        this.files = files;
    }

    /** @throws VireoException USER_INPUT naming field, value and what is allowed */
    public ModelManifest manifest() {
        ManifestNode root = ManifestNode.parse(PATH, bytes(PATH, MAX_MANIFEST_BYTES));
        root.oneOf("format", List.of("vireo-model/1"));
        Map<String, ModelManifest.FileSpec> listed = new LinkedHashMap<>();
        for (ManifestNode file : root.children("files", 100)) {
            ModelManifest.FileSpec spec = new ModelManifest.FileSpec(
                    path(file, "path"), file.matching("sha256", "[0-9a-f]{64}"), file.whole("bytes", 1, MAX_FILE_BYTES));
            if (listed.put(spec.path(), spec) != null) {
                throw file.wrong("path", spec.path(), "each file once");
            }
        }
        String model = listed(root, "model", listed);
        Map<String, ModelManifest.InputSpec> inputs = new HashMap<>();
        ManifestNode inputNode = root.child("inputs");
        for (String logical : names(inputNode)) {
            ManifestNode input = inputNode.child(logical);
            inputs.put(logical, new ModelManifest.InputSpec(
                    input.text("name"), input.oneOf("dtype", List.of("float32", "int64", "int32"))));
        }
        Map<String, String> outputs = new HashMap<>();
        ManifestNode outputNode = root.child("outputs");
        for (String logical : names(outputNode)) {
            outputs.put(logical, outputNode.text(logical));
        }
        String kind = root.text("kind");
        ManifestNode score = root.optional("score").orElse(null);
        return new ModelManifest(
                kind,
                new ProviderInfo(root.matching("id", NAME), root.matching("version", VERSION), root.text("title")),
                listed,
                model,
                inputs,
                outputs,
                root.optional("image").map(ManifestReader::image),
                root.child("head"),
                root.optional("text").map(text -> new ModelManifest.TextSpec(
                        text.oneOf("tokenizer", List.of("wordpiece")),
                        listed(text, "file", listed),
                        text.integer("maxTokens", 3, 8192))),
                root.optional("space").map(space -> {
                    space.oneOf("metric", List.of("cosine"));
                    return new ModelManifest.SpaceSpec(space.matching("id", NAME), space.integer("dimension", 1, 65_536));
                }),
                root.optional("vocabulary").map(vocabulary -> listed(vocabulary, "file", listed)),
                score == null
                        ? new ModelManifest.ScoreSpec(1, 0)
                        : new ModelManifest.ScoreSpec(score.number("scale", 0.01, 100, 1), score.number("bias", -100, 100, 0)),
                root.optional("recogniser").map(part -> new ModelManifest.PartSpec(
                        listed(part, "model", listed),
                        part.text("input"),
                        part.text("output"),
                        image(part.child("image")),
                        part.child("head"))),
                root.children("golden", 100).stream().map(golden -> golden(golden, listed)).toList(),
                root);
    }

    private static List<String> names(ManifestNode node) {
        List<String> names = new ArrayList<>();
        node.json().fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static String path(ManifestNode node, String field) {
        String path = node.text(field);
        Set<String> parts = new HashSet<>(List.of(path.split("/", -1)));
        if (!path.startsWith(ROOT) || !path.matches("[A-Za-z0-9._/-]{1,200}") || parts.contains("..") || parts.contains(".") || parts.contains("")) {
            throw node.wrong(field, path, "a path below " + ROOT);
        }
        return path;
    }

    private static String listed(ManifestNode node, String field, Map<String, ModelManifest.FileSpec> listed) {
        String path = path(node, field);
        if (!listed.containsKey(path)) {
            throw node.wrong(field, path, "one of files: " + String.join(", ", listed.keySet()));
        }
        return path;
    }

    private static ImageSpec image(ManifestNode node) {
        return new ImageSpec(
                ImageSpec.Resize.valueOf(upper(node.oneOf("resize", List.of("squash", "pad", "crop", "fit")))),
                node.integer("width", 8, 4096),
                node.integer("height", 8, 4096),
                Interpolation.valueOf(upper(node.oneOf("interpolation", List.of("bilinear", "bicubic")))),
                node.flag("antialias", true),
                node.integer("cropPad", 0, 4096, 0),
                node.has("pad") ? node.numbers("pad", 3, 3, 0, 255) : List.of(0.0, 0.0, 0.0),
                ImageSpec.Order.valueOf(node.oneOf("order", List.of("RGB", "BGR"))),
                node.numbers("mean", 3, 3, -1000, 1000),
                node.numbers("std", 3, 3, 1e-6, 1000));
    }

    private static String upper(String name) {
        return name.toUpperCase(Locale.ROOT);
    }

    private static GoldenSpec golden(ManifestNode node, Map<String, ModelManifest.FileSpec> listed) {
        ManifestNode in = node.child("input");
        GoldenSpec.Input input;
        if (in.has("file")) {
            input = new GoldenSpec.Input.File(listed(in, "file", listed));
        } else if (in.has("pattern")) {
            input = new GoldenSpec.Input.Pattern(
                    in.oneOf("pattern", List.of("gradient")), in.integer("width", 1, 4096), in.integer("height", 1, 4096));
        } else if (in.has("second")) {
            input = new GoldenSpec.Input.Pair(in.text("text"), in.text("second"));
        } else {
            input = new GoldenSpec.Input.Text(in.text("text"));
        }
        List<GoldenSpec.Expected> detections = node.children("detections", 100).stream()
                .map(expected -> new GoldenSpec.Expected(
                        expected.text("label"),
                        expected.number("minScore", 0, 1),
                        box(expected),
                        expected.number("minIou", 0, 1)))
                .toList();
        List<GoldenSpec.Line> lines = node.children("lines", 100).stream()
                .map(line -> new GoldenSpec.Line(line.text("text"), box(line), line.number("minIou", 0, 1)))
                .toList();
        GoldenSpec golden = new GoldenSpec(
                input,
                node.has("output") ? Optional.of(node.text("output")) : Optional.empty(),
                node.numbers("first", 0, 10_000, -1e9, 1e9),
                node.number("tolerance", 0, 1e6, 0),
                detections,
                lines,
                node.has("top1") ? Optional.of(node.text("top1")) : Optional.empty(),
                node.number("minProbability", 0, 1, 0),
                node.numbers("ids", 0, 10_000, 0, Integer.MAX_VALUE).stream().map(Double::intValue).toList());
        if (golden.first().isEmpty() && detections.isEmpty() && lines.isEmpty() && golden.top1().isEmpty() && golden.ids().isEmpty()) {
            throw node.wrong("first", "nothing", "something to compare with: first, detections, lines, top1 or ids");
        }
        if (!golden.first().isEmpty() && golden.output().isEmpty()) {
            throw node.wrong("output", "nothing", "the name of the output that 'first' belongs to");
        }
        return golden;
    }

    private static Box box(ManifestNode node) {
        List<Double> box = node.numbers("box", 4, 4, -1e6, 1e6);
        if (!(box.get(2) > 0 && box.get(3) > 0)) {
            throw node.wrong("box", box.toString(), "[x, y, w, h] with a positive size");
        }
        return new Box(box.get(0), box.get(1), box.get(2), box.get(3));
    }

    /** Bytes of a listed file, checked against its size and hash. */
    public byte[] verified(ModelManifest.FileSpec file) {
        byte[] bytes = bytes(file.path(), file.bytes());
        if (bytes.length != file.bytes()) {
            throw new VireoException(ErrorKind.USER_INPUT,
                    file.path() + ": has " + bytes.length + " bytes, the manifest says " + file.bytes());
        }
        try {
            String sha256 = HexFormat.of().formatHex(sha256(bytes));
            if (!sha256.equals(file.sha256())) {
                throw new VireoException(ErrorKind.USER_INPUT,
                        file.path() + ": has sha256 " + sha256 + ", the manifest says " + file.sha256());
            }
        } catch (NoSuchAlgorithmException e) {
            throw new VireoException(ErrorKind.INTERNAL, "every Java runtime has SHA-256", e);
        }
        return bytes;
    }

    private static byte[] sha256(byte[] bytes) throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        // In parts: at the start of the process the loop inside one large update would run in the interpreter to its end.
        int part = 1 << 14;
        for (int at = 0; at < bytes.length; at += part) {
            digest.update(bytes, at, Math.min(part, bytes.length - at));
        }
        return digest.digest();
    }

    private byte[] bytes(String path, long max) {
        try (InputStream in = files.open(path).orElseThrow(
                () -> new VireoException(ErrorKind.USER_INPUT, path + ": not in the bundle"))) {
            byte[] bytes = in.readNBytes((int) max);
            if (in.read() >= 0) {
                throw new VireoException(ErrorKind.USER_INPUT, path + ": larger than the " + max + " bytes allowed");
            }
            return bytes;
        } catch (IOException e) {
            throw new VireoException(ErrorKind.EXTERNAL, path + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /** @throws VireoException USER_INPUT naming field, value and what is allowed */
    public static Vocabulary vocabulary(String file, byte[] json) {
        ManifestNode root = ManifestNode.parse(file, json);
        root.oneOf("format", List.of("vireo-vocabulary/1"));
        List<Label> labels = new ArrayList<>();
        for (ManifestNode label : root.children("labels", 100_000)) {
            String synset = label.has("synset") ? label.matching("synset", SYNSET) : "";
            labels.add(new Label(labels.size(), label.text("name"), synset, label.texts("synonyms"), label.texts("zh")));
        }
        ManifestNode conceptNode = root.child("concepts");
        Map<String, Concept> concepts = new HashMap<>();
        for (String synset : names(conceptNode)) {
            ManifestNode concept = conceptNode.child(synset);
            if (!synset.matches(SYNSET)) {
                throw conceptNode.wrong(synset, synset, "a synset of eight digits");
            }
            concepts.put(synset, new Concept(synset, concept.texts("en"), concept.texts("zh"), concept.texts("parents")));
        }
        try {
            return new Vocabulary(root.matching("id", NAME), labels, concepts, new HashSet<>(root.texts("covers")));
        } catch (IllegalArgumentException e) {
            throw new VireoException(ErrorKind.USER_INPUT, file + ": " + e.getMessage(), e);
        }
    }
}
