package dev.vireo.media.ffmpeg.internal;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.media.StreamRecorder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Live sources through one {@code ffmpeg} child each, which copies the video as it comes to a pipe. The child decodes
 * nothing, writes no file, and may open connections of its source's kind only. See docs/adr/0016.
 */
@Component(configurationPid = "dev.vireo.media.ffmpeg.streams")
@Designate(ocd = FfmpegRecorder.Config.class)
public final class FfmpegRecorder implements StreamRecorder {
    /** Settings. */
    @ObjectClassDefinition(name = "Vireo stream recorder", description = "Limits of the recorders of live sources")
    public @interface Config {
        @AttributeDefinition(min = "1", max = "256", description = "Streams that are recorded at once")
        int streams() default 32;

        @AttributeDefinition(min = "128", max = "65536", description = "Memory of one recorder [MiB]")
        int child_memory_mib() default 1024;

        @AttributeDefinition(min = "1000", max = "600000", description = "Silence after which a source counts as lost [ms]")
        long silence_ms() default 10_000;

        @AttributeDefinition(description = "File of certificates (PEM) that servers of rtsps and https are checked against;"
                + " empty: they are not checked, as most cameras have certificates that they made themselves")
        String certificates() default "";
    }

    private final Children children;
    private final Limits limits;
    private final long silenceMs;
    private final List<String> tls;
    private final InstantSource time;

    @Activate
    public FfmpegRecorder(BundleContext context, Config config) {
        this(Path.of(context.getProperty("vireo.home")), config.streams(), config.child_memory_mib(), config.silence_ms(),
                config.certificates(), InstantSource.system());
    }

    FfmpegRecorder(Path home, int streams, int memoryMib, long silenceMs, String certificates, InstantSource time) {
        List<String> wrong = new ArrayList<>();
        if (streams < 1 || streams > 256) {
            wrong.add("streams is " + streams + ", allowed is 1 to 256");
        }
        if (memoryMib < 128 || memoryMib > 65_536) {
            wrong.add("child_memory_mib is " + memoryMib + ", allowed is 128 to 65536");
        }
        if (silenceMs < 1_000 || silenceMs > 600_000) {
            wrong.add("silence_ms is " + silenceMs + ", allowed is 1000 to 600000");
        }
        if (!certificates.isEmpty() && !Files.isReadable(Path.of(certificates))) {
            wrong.add("certificates is " + certificates + ", which cannot be read");
        }
        if (!wrong.isEmpty()) {
            throw new VireoException(ErrorKind.USER_INPUT, "dev.vireo.media.ffmpeg.streams: " + String.join("; ", wrong));
        }
        this.silenceMs = silenceMs;
        this.time = time;
        this.tls = certificates.isEmpty() ? List.of() : List.of("tls_verify", "1", "ca_file", certificates);
        // Nothing is written, so the largest file it may write has no bytes.
        this.limits = new Limits(Limits.MAX_PIXELS, Limits.MAX_SIDE, 1, silenceMs, silenceMs, silenceMs, 0, streams, 1,
                memoryMib, 0);
        this.children = new Children(new Programs(home.resolve("cache")), limits);
    }

    @Override
    public String check(String address) {
        return StreamAddress.of(address).shown();
    }

    @Override
    public Recording record(String address, Path folder, long segmentMs) {
        StreamAddress source = StreamAddress.of(address);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw StreamFailure.writing(folder, e);
        }
        String outer = "concat," + source.demuxers();
        List<String> command = List.of("-v", "error", "-nostdin", "-max_alloc",
                Long.toString(limits.memoryMib() * 1024 * 1024 / 2), "-protocol_whitelist", "fd," + source.protocols(),
                "-format_whitelist", outer, "-probesize", "32", "-analyzeduration", "0", "-f", "concat", "-safe", "0", "-fd",
                "0", "-i", "fd:", "-map", "0:V:0", "-c", "copy", "-an", "-sn", "-dn", "-map_metadata", "-1", "-movflags",
                "+frag_every_frame+empty_moov+default_base_moof+skip_trailer", "-write_prft", "wallclock", "-flush_packets",
                "1", "-f", "mp4", "pipe:1");
        byte[] list = source.list(silenceMs, source.scheme().endsWith("s") ? tls : List.of())
                .getBytes(StandardCharsets.UTF_8);
        Child child = children.start("ffmpeg", list, 0, command);
        return new LiveRecording(source, child, children, folder, segmentMs, silenceMs, time);
    }

    /** Process ids of the recorders that run now. */
    List<Long> recorders() {
        return children.pids();
    }

    @Deactivate
    void stop() {
        children.close();
    }
}
