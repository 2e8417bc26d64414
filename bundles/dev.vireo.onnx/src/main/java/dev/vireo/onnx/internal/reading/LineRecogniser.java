package dev.vireo.onnx.internal.reading;

import dev.vireo.api.media.Image;
import dev.vireo.api.text.TextPlace;
import dev.vireo.api.text.TextRegion;
import dev.vireo.onnx.internal.image.ImageInput;
import dev.vireo.onnx.internal.image.ImageSpec;
import dev.vireo.onnx.internal.manifest.ModelManifest;
import dev.vireo.onnx.internal.session.OnnxSession;
import dev.vireo.onnx.internal.session.Tensor;
import java.util.List;
import java.util.Set;

/** The model that reads one line: a strip of fixed height in, a distribution over characters for each column out. */
public final class LineRecogniser {
    private final OnnxSession session;
    private final ImageSpec spec;
    private final ImageInput input;
    private final String inputName;
    private final String output;
    private final int minWidth;
    private final double floor;
    private final CtcDecoder decoder;

    /**
     * @param keys the characters, in the model's order, the blank left out
     * @throws dev.vireo.api.error.VireoException USER_INPUT when manifest and model do not fit
     */
    public LineRecogniser(ModelManifest.PartSpec part, List<String> keys, OnnxSession session) {
        this.session = session;
        this.spec = part.image();
        if (spec.resize() != ImageSpec.Resize.FIT) {
            throw part.head().wrong("image.resize", spec.resize().name(), "fit: the width of a strip follows the text");
        }
        this.input = new ImageInput(spec);
        this.inputName = part.input();
        this.output = part.output();
        part.head().oneOf("type", List.of("ctc"));
        this.minWidth = part.head().integer("minWidth", 8, spec.width());
        this.floor = part.head().number("minProbability", 0, 1);
        this.decoder = new CtcDecoder(keys, part.head().flag("space", true));
        session.needInput(inputName, "float32", -1, 3, spec.height(), -1);
        session.needOutput(output, -1, -1, decoder.classes());
    }

    public OnnxSession session() {
        return session;
    }

    /** What stands there; an upright line is tried in the three ways in which people write one, and the surest counts. */
    public TextRegion read(Image image, TextPlace place) {
        Image strip = Strip.of(image, place);
        CtcDecoder.Reading best;
        if (Strip.upright(strip)) {
            best = CtcDecoder.Reading.NOTHING;
            for (Image way : List.of(Strip.turned(strip, false), Strip.turned(strip, true), Strip.laid(strip))) {
                CtcDecoder.Reading reading = decode(way);
                best = reading.mean() > best.mean() ? reading : best;
            }
        } else {
            best = decode(strip);
        }
        return best.mean() < floor
                ? new TextRegion(place, "", 0)
                : new TextRegion(place, best.text(), best.probability());
    }

    private CtcDecoder.Reading decode(Image strip) {
        Tensor tensor = run(strip);
        return decoder.decode(tensor.values(), (int) tensor.shape()[1]);
    }

    /** The raw distributions of a strip. */
    public Tensor run(Image strip) {
        double shape = strip.width() / (double) strip.height();
        int width = Math.clamp((int) Math.ceil(spec.height() * shape), 1, spec.width());
        int columns = Math.max(width, minWidth); // what is left over stays 0, the mean, as in training
        return session.run(
                inputs -> input.write(strip, width, spec.height(), columns, inputs.floats(inputName, 1, 3, spec.height(), columns), 0),
                Set.of(output)).get(output);
    }
}
