package dev.vireo.model.efficientnet;

import dev.vireo.testkit.Conversion;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The committed files are what the committed scripts make of their sources, byte for byte. */
class ConversionTest {
    @TempDir
    Path folder;

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void weightsAreWhatTheConversionMakes() throws Exception {
        Conversion.assertSameBytes(folder, "model.onnx", "convert/convert.mjs");
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void vocabularyIsWhatItsScriptMakes() throws Exception {
        Conversion.assertSameBytes(folder, "vocabulary.json", "../../runtime/convert/vocabulary/vocabulary.mjs", "imagenet1k");
    }
}
