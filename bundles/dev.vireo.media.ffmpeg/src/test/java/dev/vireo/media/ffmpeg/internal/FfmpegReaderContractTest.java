package dev.vireo.media.ffmpeg.internal;

import dev.vireo.api.media.MediaReader;
import dev.vireo.testkit.MediaReaderContractTest;
import java.nio.file.Path;

final class FfmpegReaderContractTest extends MediaReaderContractTest {
    @Override
    protected MediaReader reader() {
        return Footage.reader();
    }

    @Override
    protected void stop(MediaReader reader) {
        ((FfmpegReader) reader).stop();
    }

    @Override
    protected Path video() {
        return Path.of("../../runtime/dist/src/main/sample/car-park.mp4");
    }
}
