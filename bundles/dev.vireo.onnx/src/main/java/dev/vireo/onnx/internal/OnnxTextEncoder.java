package dev.vireo.onnx.internal;

import dev.vireo.api.encode.Encoder;
import dev.vireo.api.encode.Encoding;
import dev.vireo.api.encode.Modality;
import dev.vireo.api.encode.Space;
import dev.vireo.api.media.Image;
import dev.vireo.api.model.Provider;
import dev.vireo.onnx.internal.manifest.GoldenSpec;
import dev.vireo.onnx.internal.manifest.ModelManifest;
import dev.vireo.onnx.internal.session.OnnxSession;
import dev.vireo.onnx.internal.text.WordPieceTokenizer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Sentence encoder over one session: mean of the token states, L2-normalised (Reimers and Gurevych 2019).
 *
 * <p>Texts run one by one. A quantised model takes the range of its numbers from everything in the batch, so a text's
 * vector would depend on its neighbours; alone it depends on the text only, and short texts gain nothing from padding.
 */
final class OnnxTextEncoder extends OnnxProvider implements Encoder {
    private final WordPieceTokenizer tokenizer;
    private final Space space;
    private final String ids;
    private final String mask;
    private final String types;
    private final String hidden;

    OnnxTextEncoder(ModelManifest manifest, WordPieceTokenizer tokenizer, OnnxSession session) {
        super(manifest.info(), session);
        this.tokenizer = tokenizer;
        manifest.head().oneOf("type", List.of("mean-pool"));
        if (!manifest.head().flag("normalise", true)) {
            throw manifest.head().wrong("normalise", "false", "true: vectors have norm 1");
        }
        manifest.needIdentityScore("a text encoder's cosines are not probabilities");
        ModelManifest.SpaceSpec spec = manifest.needSpace();
        this.space = new Space(spec.id(), spec.dimension());
        this.ids = manifest.needInput("input_ids", "int64").name();
        this.mask = manifest.needInput("attention_mask", "int64").name();
        this.types = manifest.inputs().containsKey("token_type_ids")
                ? manifest.needInput("token_type_ids", "int64").name()
                : "";
        this.hidden = manifest.needOutput("hidden");
        session.needInput(ids, "int64", -1, -1);
        session.needInput(mask, "int64", -1, -1);
        if (!types.isEmpty()) {
            session.needInput(types, "int64", -1, -1);
        }
        session.needOutput(hidden, -1, -1, space.dimension());
    }

    @Override
    public Class<? extends Provider> family() {
        return Encoder.class;
    }

    @Override
    public Map<String, Object> properties() {
        return Map.of("vireo.modalities", new String[] {Modality.TEXT.name()}, "vireo.space", space.id());
    }

    @Override
    public Space space() {
        return space;
    }

    @Override
    public Set<Modality> modalities() {
        return Set.of(Modality.TEXT);
    }

    @Override
    public List<Encoding> encodeImages(List<Image> images) {
        throw new UnsupportedOperationException(info().ref() + " reads no pictures");
    }

    @Override
    public List<Encoding> encodeTexts(List<String> texts) {
        return call(() -> texts.stream().map(text -> new Encoding(encode(text), true)).toList());
    }

    @Override
    public double textMatchProbability(double cosine) {
        throw new UnsupportedOperationException(info().ref() + " reads no pictures");
    }

    @Override
    public double imageMatchProbability(double cosine) {
        throw new UnsupportedOperationException(info().ref() + " reads no pictures");
    }

    private float[] encode(String text) {
        long[] tokens = tokenizer.encode(text);
        float[] states = run(tokens);
        int dimension = space.dimension();
        double[] sum = new double[dimension];
        for (int token = 0; token < tokens.length; token++) {
            for (int i = 0; i < dimension; i++) {
                sum[i] += states[token * dimension + i];
            }
        }
        double norm = Math.sqrt(Arrays.stream(sum).map(v -> v * v).sum());
        float[] vector = new float[dimension];
        for (int i = 0; i < dimension; i++) {
            vector[i] = (float) (sum[i] / Math.max(norm, 1e-12));
        }
        return vector;
    }

    private float[] run(long[] tokens) {
        return session().run(inputs -> {
            inputs.longs(ids, 1, tokens.length).put(tokens);
            LongBuffer attention = inputs.longs(mask, 1, tokens.length);
            for (int i = 0; i < tokens.length; i++) {
                attention.put(i, 1);
            }
            if (!types.isEmpty()) {
                inputs.longs(types, 1, tokens.length); // fresh native memory is zero: all tokens are of the first segment
            }
        }, Set.of(hidden)).get(hidden).values();
    }

    @Override
    public void verify(GoldenSpec golden, GoldenPictures pictures) {
        if (!(golden.input() instanceof GoldenSpec.Input.Text(String text))) {
            throw failed(golden, "a text encoder needs a text");
        }
        long[] tokens = tokenizer.encode(text);
        if (!golden.ids().isEmpty()
                && !Arrays.equals(tokens, golden.ids().stream().mapToLong(Integer::longValue).toArray())) {
            throw failed(golden, "token ids are " + Arrays.toString(tokens) + ", need " + golden.ids());
        }
        golden.output().ifPresent(output -> compare(golden, call(() -> switch (output) {
            case "hidden" -> run(tokens);
            case "embedding" -> encode(text); // what comes out of the service
            default -> throw failed(golden, "output '" + output + "': need hidden or embedding");
        })));
    }
}
