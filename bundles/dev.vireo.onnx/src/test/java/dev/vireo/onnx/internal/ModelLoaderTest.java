package dev.vireo.onnx.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.classify.Classifier;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.onnx.internal.manifest.ModelFiles;
import dev.vireo.onnx.internal.session.OnnxRuntime;
import dev.vireo.testkit.Pictures;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelLoaderTest {
    private final ModelLoader loader = new ModelLoader(new OnnxRuntime(1));

    private String refusal(ModelFiles files) {
        VireoException e = assertThrows(VireoException.class, () -> loader.load(files));
        assertEquals(ErrorKind.USER_INPUT, e.kind());
        return e.getMessage();
    }

    private String edited(UnaryOperator<String> edit) {
        return refusal(TinyModel.files(manifest -> {
            String changed = edit.apply(manifest);
            assertNotEquals(manifest, changed, "the edit changed nothing");
            return changed;
        }));
    }

    @Test
    void makesAServiceOfAGoodBundle() {
        OnnxProvider provider = loader.load(TinyModel.files());
        assertEquals("tiny@1.2.3", provider.info().ref());
        assertEquals(Classifier.class, provider.family());
        Classifier classifier = (Classifier) provider;
        assertEquals(List.of("verdant"), classifier.vocabulary().labels().get(1).synonyms());
        float[] row = classifier.classify(List.of(Pictures.plain(20, 10, 0, 255, 0)))[0];
        assertEquals(1, row[1], 1e-3);
        provider.stop(Duration.ZERO);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "format": "vireo-model/1"       | "format": "vireo-model/9"     | format: got "vireo-model/9", need one of vireo-model/1
            "kind": "classifier"            | "kind": "oracle"              | kind: got "oracle", need one of classifier, detector, reranker, text-encoder, text-reader
            "version": "1.2.3"              | "version": "new"              | version: got "new", need a text like
            "width": 8, "height": 8         | "width": 0, "height": 8       | image.width: got 0, need a whole number from 8 to 4096
            "width": 8, "height": 8         | "width": "8", "height": 8     | image.width: got "8", need a whole number from 8 to 4096
            "mean": [0, 0, 0]               | "mean": [0, 0]                | image.mean: got 2 items, need a list of 3 to 3 items
            "std": [255, 255, 255]          | "std": [255, 0, 255]          | image.std[1]: got 0, need a number from
            "order": "RGB"                  | "order": "GBR"                | image.order: got "GBR", need one of RGB, BGR
            "name": "image"                 | "name": "pixels"              | input 'pixels' is not in the model, which has [image]
            "dtype": "float32"              | "dtype": "int64"              | inputs.image: got int64, need an input of dtype float32
            "logits": "logits"              | "logits": "features"          | output 'features' is not in the model, which has [logits]
            "width": 8, "height": 8         | "width": 16, "height": 8      | input 'image' has shape [any, 3, 8, 8] in the model, need [any, 3, 8, 16]
            "resize": "squash"              | "resize": "fit"               | image.resize: got fit, need squash or crop: a classifier
            "kind": "classifier"            | "kind": "text-reader"         | recogniser: got nothing, need an object: a text-reader
            "head": {"type": "softmax"      | "head": {"type": "nanodet"    | head.type: got "nanodet", need one of softmax
            "title": "Mean colour"          | "title": "T", "score": {"scale": 2} | score: got
            "first": [0.498, 0.498, 0.498]  | "first": [0.498, 0.9, 0.498]  | value 1 of logits is
            "first": [0.498, 0.498, 0.498]  | "top1": "red", "minProbability": 0.9 | the first label is
            "model": "META-INF              | "model": "/META-INF           | model: got /META-INF/vireo/model.onnx, need a path below META-INF/vireo/
            "model": "META-INF/vireo/model  | "model": "META-INF/vireo/../x/model | model: got META-INF/vireo/../x/model.onnx, need a path below META-INF/vireo/
            "model": "META-INF/vireo/model  | "model": "META-INF/vireo/other | model: got META-INF/vireo/other.onnx, need one of files: META-INF/vireo/model.onnx
            "golden": [                     | "silver": [                   | golden: got nothing, need at least one input
            "kind": "classifier"            | "kind": "classifier", "kind": "classifier" | model.json: not JSON: Duplicate field 'kind'
            """, quoteCharacter = '\u0001')
    void refusesAWrongManifestByFieldValueAndAllowed(String from, String to, String message) {
        String refusal = edited(manifest -> manifest.replace(from, to));
        assertTrue(refusal.contains(message), refusal);
    }

    @Test
    void refusesFilesThatAreNotTheListedOnes() {
        String wrong = edited(manifest -> manifest.replaceFirst("\"sha256\": \"..", "\"sha256\": \"00"));
        assertTrue(wrong.startsWith("META-INF/vireo/model.onnx: has sha256 "), wrong);
        String longer = edited(manifest -> manifest.replaceFirst("\"bytes\": \\d+", "\"bytes\": 10"));
        assertEquals("META-INF/vireo/model.onnx: larger than the 10 bytes allowed", longer);
        String shorter = edited(manifest -> manifest.replaceFirst("\"bytes\": \\d+", "\"bytes\": 5000"));
        assertTrue(shorter.endsWith("bytes, the manifest says 5000"), shorter);
        Map<String, byte[]> content = TinyModel.content(TinyModel.onnx(new byte[0]), UnaryOperator.identity());
        content.remove(TinyModel.VOCABULARY);
        assertEquals("META-INF/vireo/vocabulary.json: not in the bundle",
                refusal(path -> Optional.ofNullable(content.get(path)).map(ByteArrayInputStream::new)));
        assertEquals("META-INF/vireo/model.json: not in the bundle", refusal(path -> Optional.empty()));
    }

    @Test
    void refusesWhatIsNoModel() {
        byte[] noise = "this is not an ONNX file, whatever it says".getBytes(StandardCharsets.UTF_8);
        String message = refusal(TinyModel.files(noise, UnaryOperator.identity()));
        assertTrue(message.startsWith("META-INF/vireo/model.onnx: no ONNX file: "), message);
        byte[] whole = TinyModel.onnx(TinyModel.innerTensor());
        byte[] cut = Arrays.copyOf(whole, whole.length - 20);
        assertTrue(refusal(TinyModel.files(cut, UnaryOperator.identity())).contains("no ONNX file"));
    }

    @Test
    void refusesWeightsThatLieElsewhere() {
        byte[] model = TinyModel.onnx(TinyModel.externalTensor("../../etc/passwd"));
        String message = refusal(TinyModel.files(model, UnaryOperator.identity()));
        assertTrue(message.contains("names external data"), message);
        loader.load(TinyModel.files(TinyModel.onnx(TinyModel.innerTensor()), UnaryOperator.identity())).stop(Duration.ZERO);
    }
}
