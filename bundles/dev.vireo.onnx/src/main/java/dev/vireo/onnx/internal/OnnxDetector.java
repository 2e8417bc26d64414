package dev.vireo.onnx.internal;

import dev.vireo.api.detect.Detection;
import dev.vireo.api.detect.Detector;
import dev.vireo.api.media.Box;
import dev.vireo.api.media.Image;
import dev.vireo.api.model.Provider;
import dev.vireo.api.model.Vocabulary;
import dev.vireo.onnx.internal.head.DetectionHead;
import dev.vireo.onnx.internal.head.DetectionHeads;
import dev.vireo.onnx.internal.head.RawDetection;
import dev.vireo.onnx.internal.image.ImageInput;
import dev.vireo.onnx.internal.image.ImageSpec;
import dev.vireo.onnx.internal.manifest.GoldenSpec;
import dev.vireo.onnx.internal.manifest.ModelManifest;
import dev.vireo.onnx.internal.session.OnnxSession;
import dev.vireo.onnx.internal.session.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Detector over one session. Pictures are looked at one by one: on few cores a batch is no faster and needs more memory. */
final class OnnxDetector extends OnnxProvider implements Detector {
    private final ModelManifest manifest;
    private final Vocabulary vocabulary;
    private final ImageSpec spec;
    private final ImageInput input;
    private final String inputName;
    private final DetectionHead head;

    OnnxDetector(ModelManifest manifest, Vocabulary vocabulary, OnnxSession session) {
        super(manifest.info(), session);
        this.manifest = manifest;
        this.vocabulary = vocabulary;
        this.spec = manifest.needImage();
        this.input = new ImageInput(spec);
        this.inputName = manifest.needInput("image", "float32").name();
        this.head = DetectionHeads.of(manifest, vocabulary.labels().size());
        session.needInput(inputName, "float32", -1, 3, spec.height(), spec.width());
        head.check(session);
    }

    @Override
    public Class<? extends Provider> family() {
        return Detector.class;
    }

    @Override
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public List<List<Detection>> detect(List<Image> images) {
        return call(() -> images.stream().map(this::detect).toList());
    }

    private List<Detection> detect(Image image) {
        ImageInput.View[] view = new ImageInput.View[1];
        Map<String, Tensor> outputs = session().run(
                inputs -> view[0] = input.write(image, inputs.floats(inputName, 1, 3, spec.height(), spec.width()), 0),
                head.outputs());
        List<Detection> detections = new ArrayList<>();
        for (RawDetection raw : head.decode(outputs)) {
            box(raw, view[0], image).ifPresent(box -> detections.add(new Detection(box, calibrated(raw.scores()))));
        }
        return List.copyOf(detections);
    }

    /** From pixels of the model's input to pixels of the picture; nothing when no area is left. */
    private Optional<Box> box(RawDetection raw, ImageInput.View view, Image image) {
        double sx = view.width() / spec.width();
        double sy = view.height() / spec.height();
        double left = Math.clamp(view.left() + raw.left() * sx, 0, image.width());
        double top = Math.clamp(view.top() + raw.top() * sy, 0, image.height());
        double right = Math.clamp(view.left() + raw.right() * sx, 0, image.width());
        double bottom = Math.clamp(view.top() + raw.bottom() * sy, 0, image.height());
        return right > left && bottom > top
                ? Optional.of(new Box(left, top, right - left, bottom - top))
                : Optional.empty();
    }

    private Map<Integer, Double> calibrated(Map<Integer, Double> scores) {
        Map<Integer, Double> result = new HashMap<>();
        scores.forEach((label, score) -> result.put(label, manifest.score().probability(score)));
        return result;
    }

    @Override
    public void verify(GoldenSpec golden, GoldenPictures pictures) {
        Image image = pictures.picture(golden);
        if (golden.output().isPresent()) {
            String output = manifest.needOutput(golden.output().get());
            compare(golden, call(() -> session().run(
                            inputs -> input.write(image, inputs.floats(inputName, 1, 3, spec.height(), spec.width()), 0),
                            Set.of(output)).get(output).values()));
        }
        if (!golden.detections().isEmpty()) {
            List<Detection> found = detect(List.of(image)).getFirst();
            for (GoldenSpec.Expected expected : golden.detections()) {
                if (found.stream().noneMatch(detection -> fits(detection, expected))) {
                    throw failed(golden, "no " + expected.label() + " of score >= " + expected.minScore() + " overlaps "
                            + expected.box() + " by " + expected.minIou() + " among " + shown(found));
                }
            }
        }
    }

    private boolean fits(Detection detection, GoldenSpec.Expected expected) {
        return vocabulary.labels().get(detection.best()).name().equals(expected.label())
                && detection.probability() >= expected.minScore()
                && detection.box().iou(expected.box()) >= expected.minIou();
    }

    private List<String> shown(List<Detection> found) {
        return found.stream()
                .limit(5)
                .map(d -> vocabulary.labels().get(d.best()).name() + " " + d.probability() + " " + d.box())
                .toList();
    }
}
