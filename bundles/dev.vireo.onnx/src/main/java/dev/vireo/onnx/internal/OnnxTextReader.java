package dev.vireo.onnx.internal;

import dev.vireo.api.media.Image;
import dev.vireo.api.model.Provider;
import dev.vireo.api.text.TextPlace;
import dev.vireo.api.text.TextReader;
import dev.vireo.api.text.TextRegion;
import dev.vireo.onnx.internal.manifest.GoldenSpec;
import dev.vireo.onnx.internal.manifest.ModelManifest;
import dev.vireo.onnx.internal.reading.LineFinder;
import dev.vireo.onnx.internal.reading.LineRecogniser;
import java.util.List;

/** Reader over two sessions: one finds the lines, the other reads each. */
final class OnnxTextReader extends OnnxProvider implements TextReader {
    private final LineFinder finder;
    private final LineRecogniser recogniser;

    OnnxTextReader(ModelManifest manifest, LineFinder finder, LineRecogniser recogniser) {
        super(manifest.info(), finder.session(), recogniser.session());
        this.finder = finder;
        this.recogniser = recogniser;
    }

    @Override
    public Class<? extends Provider> family() {
        return TextReader.class;
    }

    @Override
    public List<TextPlace> find(Image image) {
        return call(() -> finder.find(image));
    }

    @Override
    public List<TextRegion> read(Image image, List<TextPlace> places) {
        return call(() -> places.stream().map(place -> recogniser.read(image, place)).toList());
    }

    @Override
    public void verify(GoldenSpec golden, GoldenPictures pictures) {
        Image image = pictures.picture(golden);
        golden.output().ifPresent(output -> compare(golden, call(() -> switch (output) {
            case "map" -> finder.map(image).values();
            case "characters" -> recogniser.run(image).values(); // the whole picture is the strip
            default -> throw failed(golden, "output '" + output + "': need map or characters");
        })));
        if (golden.lines().isEmpty()) {
            return;
        }
        List<TextRegion> found = read(image);
        for (GoldenSpec.Line line : golden.lines()) {
            if (found.stream().noneMatch(region ->
                    region.text().equals(line.text()) && region.place().box().iou(line.box()) >= line.minIou())) {
                throw failed(golden, "no '" + line.text() + "' overlaps " + line.box() + " by " + line.minIou() + " among "
                        + found.stream().limit(10).map(r -> r.text() + " " + r.place().box()).toList());
            }
        }
    }
}
