package dev.vireo.onnx.internal;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.model.Vocabulary;
import dev.vireo.onnx.internal.manifest.GoldenSpec;
import dev.vireo.onnx.internal.manifest.ManifestNode;
import dev.vireo.onnx.internal.manifest.ManifestReader;
import dev.vireo.onnx.internal.manifest.ModelFiles;
import dev.vireo.onnx.internal.manifest.ModelManifest;
import dev.vireo.onnx.internal.reading.LineFinder;
import dev.vireo.onnx.internal.reading.LineRecogniser;
import dev.vireo.onnx.internal.session.OnnxRuntime;
import dev.vireo.onnx.internal.session.OnnxSession;
import dev.vireo.onnx.internal.text.WordPieceTokenizer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes a provider of a model bundle's files, or says why not. What it returns has passed the bundle's own goldens. */
public final class ModelLoader {
    private static final Map<String, Kind> KINDS = Map.of(
            "detector", (manifest, reader, sessions) ->
                    new OnnxDetector(manifest, vocabulary(manifest, reader), sessions.open(manifest.model())),
            "classifier", (manifest, reader, sessions) ->
                    new OnnxClassifier(manifest, vocabulary(manifest, reader), sessions.open(manifest.model())),
            "text-encoder", (manifest, reader, sessions) ->
                    new OnnxTextEncoder(manifest, tokenizer(manifest, reader), sessions.open(manifest.model())),
            "reranker", (manifest, reader, sessions) ->
                    new OnnxReranker(
                            manifest, tokenizer(manifest, reader), sessions.openForOneThread(manifest.model()), sessions.threads()),
            "text-reader", (manifest, reader, sessions) -> {
                ModelManifest.PartSpec recogniser = manifest.needRecogniser();
                return new OnnxTextReader(
                        manifest,
                        new LineFinder(manifest, sessions.open(manifest.model())),
                        new LineRecogniser(recogniser, keys(recogniser, manifest, reader), sessions.open(recogniser.model())));
            });

    private final OnnxRuntime runtime;

    public ModelLoader(OnnxRuntime runtime) {
        this.runtime = runtime;
    }

    /** How a kind of model becomes a service. */
    @FunctionalInterface
    private interface Kind {
        OnnxProvider open(ModelManifest manifest, ManifestReader reader, Sessions sessions);
    }

    /** The sessions of one model bundle; closed again when no provider comes of them. */
    private final class Sessions {
        private final ModelManifest manifest;
        private final ManifestReader reader;
        private final List<OnnxSession> opened = new ArrayList<>();

        Sessions(ModelManifest manifest, ManifestReader reader) {
            this.manifest = manifest;
            this.reader = reader;
        }

        OnnxSession open(String model) {
            return open(model, runtime.threads());
        }

        /** For who runs it on several threads at once. */
        OnnxSession openForOneThread(String model) {
            return open(model, 1);
        }

        int threads() {
            return runtime.threads();
        }

        private OnnxSession open(String model, int threads) {
            OnnxSession session = runtime.open(manifest.info().ref(), model(model, manifest, reader), threads);
            opened.add(session);
            return session;
        }
    }

    /** @throws VireoException USER_INPUT when the bundle is wrong in itself */
    public OnnxProvider load(ModelFiles files) {
        ManifestReader reader = new ManifestReader(files);
        ModelManifest manifest = reader.manifest();
        Kind kind = KINDS.get(manifest.json().oneOf("kind", KINDS.keySet().stream().sorted().toList()));
        if (manifest.golden().isEmpty()) {
            throw manifest.json().wrong("golden", "nothing", "at least one input with what must come out");
        }
        Sessions sessions = new Sessions(manifest, reader);
        OnnxProvider provider;
        try {
            provider = kind.open(manifest, reader, sessions);
        } catch (RuntimeException e) {
            sessions.opened.forEach(OnnxSession::close);
            throw e;
        }
        try {
            GoldenPictures pictures = golden -> PictureFile.read(golden.input(), manifest, reader);
            for (GoldenSpec golden : manifest.golden()) {
                provider.verify(golden, pictures);
            }
        } catch (RuntimeException e) {
            provider.stop(Duration.ZERO);
            throw e;
        }
        return provider;
    }

    private static byte[] model(String path, ModelManifest manifest, ManifestReader reader) {
        byte[] model = reader.verified(manifest.files().get(path));
        ExternalData.refuse(path, model);
        return model;
    }

    /** What the classes of a recogniser mean: the lines of a file. */
    private static List<String> keys(ModelManifest.PartSpec recogniser, ModelManifest manifest, ManifestReader reader) {
        String path = recogniser.head().text("keys");
        ModelManifest.FileSpec file = manifest.files().get(path);
        if (file == null) {
            throw recogniser.head().wrong("keys", path, "one of files: " + String.join(", ", manifest.files().keySet()));
        }
        return new String(reader.verified(file), StandardCharsets.UTF_8).lines().toList();
    }

    private static Vocabulary vocabulary(ModelManifest manifest, ManifestReader reader) {
        String file = manifest.vocabulary()
                .orElseThrow(() -> manifest.json().wrong("vocabulary", "nothing", "an object with the file of the labels"));
        Vocabulary vocabulary = ManifestReader.vocabulary(file, reader.verified(manifest.files().get(file)));
        if (vocabulary.labels().isEmpty()) {
            throw new VireoException(ErrorKind.USER_INPUT, file + ": labels: got none, need at least one");
        }
        return vocabulary;
    }

    private static WordPieceTokenizer tokenizer(ModelManifest manifest, ManifestReader reader) {
        ModelManifest.TextSpec text = manifest.needText();
        byte[] json = reader.verified(manifest.files().get(text.file()));
        return new WordPieceTokenizer(ManifestNode.parse(text.file(), json), text.maxTokens());
    }
}
