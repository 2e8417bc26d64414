package dev.vireo.onnx.internal;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.model.Vocabulary;
import dev.vireo.onnx.internal.manifest.GoldenSpec;
import dev.vireo.onnx.internal.manifest.ManifestNode;
import dev.vireo.onnx.internal.manifest.ManifestReader;
import dev.vireo.onnx.internal.manifest.ModelFiles;
import dev.vireo.onnx.internal.manifest.ModelManifest;
import dev.vireo.onnx.internal.text.WordPieceTokenizer;
import java.time.Duration;
import java.util.Map;

/** Makes a provider of a model bundle's files, or says why not. What it returns has passed the bundle's own goldens. */
public final class ModelLoader {
    private static final Map<String, Kind> KINDS = Map.of(
            "detector", (manifest, reader, session) ->
                    new OnnxDetector(manifest, vocabulary(manifest, reader), session),
            "classifier", (manifest, reader, session) ->
                    new OnnxClassifier(manifest, vocabulary(manifest, reader), session),
            "text-encoder", (manifest, reader, session) ->
                    new OnnxTextEncoder(manifest, tokenizer(manifest, reader), session));

    private final OnnxRuntime runtime;

    public ModelLoader(OnnxRuntime runtime) {
        this.runtime = runtime;
    }

    /** How a kind of model becomes a service. */
    @FunctionalInterface
    private interface Kind {
        OnnxProvider open(ModelManifest manifest, ManifestReader reader, OnnxSession session);
    }

    /** @throws VireoException USER_INPUT when the bundle is wrong in itself */
    public OnnxProvider load(ModelFiles files) {
        ManifestReader reader = new ManifestReader(files);
        ModelManifest manifest = reader.manifest();
        Kind kind = KINDS.get(manifest.json().oneOf("kind", KINDS.keySet().stream().sorted().toList()));
        if (manifest.golden().isEmpty()) {
            throw manifest.json().wrong("golden", "nothing", "at least one input with what must come out");
        }
        OnnxSession session = runtime.open(manifest.info().ref(), model(manifest, reader));
        OnnxProvider provider;
        try {
            provider = kind.open(manifest, reader, session);
        } catch (RuntimeException e) {
            session.close();
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

    private static byte[] model(ModelManifest manifest, ManifestReader reader) {
        byte[] model = reader.verified(manifest.files().get(manifest.model()));
        ExternalData.refuse(manifest.model(), model);
        return model;
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
