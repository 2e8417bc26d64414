package dev.vireo.onnx.internal.reading;

import dev.vireo.api.media.Image;
import dev.vireo.api.text.TextPlace;
import dev.vireo.onnx.internal.image.ImageInput;
import dev.vireo.onnx.internal.image.ImageSpec;
import dev.vireo.onnx.internal.manifest.ManifestNode;
import dev.vireo.onnx.internal.manifest.ModelManifest;
import dev.vireo.onnx.internal.session.OnnxSession;
import dev.vireo.onnx.internal.session.Tensor;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** The model that finds lines of text: a picture of any size in, a map of probabilities of the same size out. */
public final class LineFinder {
    private final OnnxSession session;
    private final ImageSpec spec;
    private final ImageInput input;
    private final String inputName;
    private final String map;
    private final int step;
    private final double enlarge;
    private final ProbabilityMap.Rule rule;

    /** @throws dev.vireo.api.error.VireoException USER_INPUT when manifest and model do not fit */
    public LineFinder(ModelManifest manifest, OnnxSession session) {
        this.session = session;
        this.spec = manifest.image().orElseThrow(() -> manifest.json().wrong("image", "nothing", "an object"));
        if (spec.resize() != ImageSpec.Resize.FIT) {
            throw manifest.json().wrong("image.resize", spec.resize().name(), "fit: stretched text is not read well");
        }
        this.input = new ImageInput(spec);
        this.inputName = manifest.needInput("image", "float32").name();
        this.map = manifest.needOutput("map");
        ManifestNode head = manifest.head();
        head.oneOf("type", List.of("db"));
        this.step = head.integer("step", 1, 256);
        this.enlarge = head.number("enlarge", 1, 8, 1);
        this.rule = new ProbabilityMap.Rule(
                head.number("pixelThreshold", 0.01, 0.99),
                head.number("lineThreshold", 0.01, 0.99),
                head.number("unclip", 0, 10),
                head.number("minSide", 1, 100),
                head.integer("maxLines", 1, 10_000));
        manifest.needIdentityScore("the recogniser's probability is the one that counts");
        session.needInput(inputName, "float32", -1, 3, -1, -1);
        session.needOutput(map, -1, 1, -1, -1);
    }

    public OnnxSession session() {
        return session;
    }

    /** From top to bottom, then from left to right. */
    public List<TextPlace> find(Image image) {
        int[] size = size(image.width(), image.height());
        Tensor tensor = map(image, size);
        ProbabilityMap found = new ProbabilityMap(tensor.values(), size[0], size[1]);
        double scaleX = image.width() / (double) size[0];
        double scaleY = image.height() / (double) size[1];
        return found.lines(rule).stream()
                .map(line -> new TextPlace(
                        line.rectangle().corners(scaleX, scaleY), Math.clamp(line.probability(), 0, 1)))
                .sorted(Comparator.comparingDouble((TextPlace p) -> p.box().y()).thenComparingDouble(p -> p.box().x()))
                .toList();
    }

    /** The raw map of a picture. */
    public Tensor map(Image image) {
        return map(image, size(image.width(), image.height()));
    }

    private Tensor map(Image image, int[] size) {
        return session.run(
                inputs -> input.write(image, size[0], size[1], size[0], inputs.floats(inputName, 1, 3, size[1], size[0]), 0),
                Set.of(map)).get(map);
    }

    /** Width and height of the input: small pictures enlarged, large ones scaled down, rounded to whole steps. */
    private int[] size(int width, int height) {
        double scale = Math.min(enlarge, Math.min(spec.width() / (double) width, spec.height() / (double) height));
        return new int[] {steps(width * scale), steps(height * scale)};
    }

    private int steps(double side) {
        return Math.max(1, (int) Math.round(side / step)) * step;
    }
}
