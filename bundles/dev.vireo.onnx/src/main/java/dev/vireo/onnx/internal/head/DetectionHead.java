package dev.vireo.onnx.internal.head;

import dev.vireo.onnx.internal.session.OnnxSession;
import dev.vireo.onnx.internal.session.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the outputs of a family of detectors mean. A new family is a new implementation, named in {@link DetectionHeads}. */
public interface DetectionHead {
    /** ONNX names of the outputs that it reads. */
    Set<String> outputs();

    /** @throws dev.vireo.api.error.VireoException USER_INPUT when the model's outputs are not of this family */
    void check(OnnxSession session);

    /** Objects of one picture, best first, overlaps of the same label removed. */
    List<RawDetection> decode(Map<String, Tensor> outputs);
}
