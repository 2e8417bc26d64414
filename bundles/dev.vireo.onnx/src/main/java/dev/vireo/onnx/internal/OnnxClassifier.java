package dev.vireo.onnx.internal;

import dev.vireo.api.classify.Classifier;
import dev.vireo.api.media.Image;
import dev.vireo.api.model.Provider;
import dev.vireo.api.model.Vocabulary;
import dev.vireo.onnx.internal.image.ImageInput;
import dev.vireo.onnx.internal.image.ImageSpec;
import dev.vireo.onnx.internal.manifest.GoldenSpec;
import dev.vireo.onnx.internal.manifest.ModelManifest;
import dev.vireo.onnx.internal.session.OnnxSession;
import java.util.List;
import java.util.Set;

/**
 * Classifier over one session: softmax of logits divided by a temperature (Guo 2017). Pictures are looked at one by one:
 * on two cores a batch of eight took a third more time for each picture and eight times the memory.
 */
final class OnnxClassifier extends OnnxProvider implements Classifier {
    private final ModelManifest manifest;
    private final Vocabulary vocabulary;
    private final ImageSpec spec;
    private final ImageInput input;
    private final String inputName;
    private final String logits;
    private final double temperature;

    OnnxClassifier(ModelManifest manifest, Vocabulary vocabulary, OnnxSession session) {
        super(manifest.info(), session);
        this.manifest = manifest;
        this.vocabulary = vocabulary;
        this.spec = manifest.needImage();
        this.input = new ImageInput(spec);
        this.inputName = manifest.needInput("image", "float32").name();
        manifest.head().oneOf("type", List.of("softmax"));
        this.temperature = manifest.head().number("temperature", 0.05, 20, 1);
        manifest.needIdentityScore("head.temperature calibrates a classifier");
        this.logits = manifest.needOutput("logits");
        session.needInput(inputName, "float32", -1, 3, spec.height(), spec.width());
        session.needOutput(logits, -1, vocabulary.labels().size());
    }

    @Override
    public Class<? extends Provider> family() {
        return Classifier.class;
    }

    @Override
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public float[][] classify(List<Image> images) {
        return call(() -> images.stream()
                .map(image -> softmax(run(image, logits), temperature))
                .toArray(float[][]::new));
    }

    private float[] run(Image image, String output) {
        return session().run(
                inputs -> input.write(image, inputs.floats(inputName, 1, 3, spec.height(), spec.width()), 0), Set.of(output))
                .get(output).values();
    }

    private static float[] softmax(float[] values, double temperature) {
        float max = Float.NEGATIVE_INFINITY;
        for (float value : values) {
            max = Math.max(max, value);
        }
        double[] exps = new double[values.length];
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            exps[i] = Math.exp((values[i] - max) / temperature);
            sum += exps[i];
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (exps[i] / sum);
        }
        return values;
    }

    @Override
    public void verify(GoldenSpec golden, GoldenPictures pictures) {
        Image image = pictures.picture(golden);
        if (golden.output().isPresent()) {
            String output = manifest.needOutput(golden.output().get());
            compare(golden, call(() -> run(image, output)));
        }
        golden.top1().ifPresent(expected -> {
            float[] row = classify(List.of(image))[0];
            int best = 0;
            for (int i = 1; i < row.length; i++) {
                best = row[i] > row[best] ? i : best;
            }
            String name = vocabulary.labels().get(best).name();
            if (!name.equals(expected) || row[best] < golden.minProbability()) {
                throw failed(golden, "the first label is " + name + " with " + row[best] + ", need " + expected + " with "
                        + golden.minProbability());
            }
        });
    }
}
