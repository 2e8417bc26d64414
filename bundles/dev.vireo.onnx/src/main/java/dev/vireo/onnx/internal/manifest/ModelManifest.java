package dev.vireo.onnx.internal.manifest;

import dev.vireo.api.model.ProviderInfo;
import dev.vireo.onnx.internal.image.ImageSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code META-INF/vireo/model.json}, read and checked in itself; not yet checked against the files or the model.
 *
 * @param kind selects the service family
 * @param info identity of the provider
 * @param files every file the bundle's model may use, by path
 * @param model path of the ONNX file
 * @param inputs logical name to ONNX input
 * @param outputs logical name to ONNX output name
 * @param image how pictures become the input; only for models that see
 * @param head what the outputs mean; read by the family
 * @param text how texts become the input; only for models that read
 * @param space only for encoders
 * @param vocabulary path of the vocabulary file
 * @param score calibration of the model's scores
 * @param recogniser a second model that reads what the first one finds; only for readers of text
 * @param golden inputs and what must come out
 */
public record ModelManifest(
        String kind,
        ProviderInfo info,
        Map<String, FileSpec> files,
        String model,
        Map<String, InputSpec> inputs,
        Map<String, String> outputs,
        Optional<ImageSpec> image,
        ManifestNode head,
        Optional<TextSpec> text,
        Optional<SpaceSpec> space,
        Optional<String> vocabulary,
        ScoreSpec score,
        Optional<PartSpec> recogniser,
        List<GoldenSpec> golden,
        ManifestNode json) {
    public ModelManifest {
        files = Map.copyOf(files);
        inputs = Map.copyOf(inputs);
        outputs = Map.copyOf(outputs);
        golden = List.copyOf(golden);
    }

    /** @param bytes exact size */
    public record FileSpec(String path, String sha256, long bytes) {}

    /**
     * @param name ONNX name
     * @param dtype as ONNX Runtime names it in lower case, e.g. {@code float32}, {@code int64}
     */
    public record InputSpec(String name, String dtype) {}

    /** @param maxTokens longest text, start and end mark included */
    public record TextSpec(String tokenizer, String file, int maxTokens) {}

    /**
     * A further model of the same service.
     *
     * @param model path of its ONNX file
     * @param input ONNX name of its picture, dtype float32
     * @param output ONNX name of its output
     * @param image how pictures become its input
     * @param head what its output means
     */
    public record PartSpec(String model, String input, String output, ImageSpec image, ManifestNode head) {}

    /** An embedding space. */
    public record SpaceSpec(String id, int dimension) {}

    /**
     * probability = sigmoid(scale · logit(p) + bias), measured for this model.
     */
    public record ScoreSpec(double scale, double bias) {
        public double probability(double p) {
            if (scale == 1 && bias == 0) {
                return p;
            }
            double clamped = Math.min(Math.max(p, 1e-9), 1 - 1e-9);
            return 1 / (1 + Math.exp(-(scale * Math.log(clamped / (1 - clamped)) + bias)));
        }
    }

    /** The image part, or a complaint that this kind of model needs one whose input has one size. */
    public ImageSpec needImage() {
        ImageSpec spec = image.orElseThrow(() -> json.wrong("image", "nothing", "an object: a " + kind + " sees pictures"));
        if (spec.resize() == ImageSpec.Resize.FIT) {
            throw json.wrong("image.resize", "fit", "squash or crop: a " + kind + " has an input of one size");
        }
        return spec;
    }

    /** The text part, or a complaint that this kind of model needs one. */
    public TextSpec needText() {
        return text.orElseThrow(() -> json.wrong("text", "nothing", "an object: a " + kind + " reads texts"));
    }

    /** The space, or a complaint that this kind of model needs one. */
    public SpaceSpec needSpace() {
        return space.orElseThrow(() -> json.wrong("space", "nothing", "an object: a " + kind + " has a space"));
    }

    /** The second model, or a complaint that this kind of service needs one. */
    public PartSpec needRecogniser() {
        return recogniser.orElseThrow(
                () -> json.wrong("recogniser", "nothing", "an object: a " + kind + " finds lines with one model and reads them with another"));
    }

    /** An input, or a complaint that this kind of model needs it. */
    public InputSpec needInput(String logical, String dtype) {
        InputSpec input = inputs.get(logical);
        if (input == null || !input.dtype().equals(dtype)) {
            throw json.wrong("inputs." + logical, input == null ? "nothing" : input.dtype(), "an input of dtype " + dtype);
        }
        return input;
    }

    /** The ONNX name of an output, or a complaint that this kind of model needs it. */
    public String needOutput(String logical) {
        String name = outputs.get(logical);
        if (name == null) {
            throw json.wrong("outputs." + logical, "nothing", "the ONNX name of the output");
        }
        return name;
    }

    /** Refuses a score calibration where the family has none: silently ignoring it would be a wrong probability. */
    public void needIdentityScore(String reason) {
        if (score.scale() != 1 || score.bias() != 0) {
            throw json.wrong("score", score.toString(), "scale 1 and bias 0: " + reason);
        }
    }
}
