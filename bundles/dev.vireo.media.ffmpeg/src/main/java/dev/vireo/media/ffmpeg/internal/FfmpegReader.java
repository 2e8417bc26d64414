package dev.vireo.media.ffmpeg.internal;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.media.Box;
import dev.vireo.api.media.Frame;
import dev.vireo.api.media.FrameRequest;
import dev.vireo.api.media.FrameStream;
import dev.vireo.api.media.Image;
import dev.vireo.api.media.MediaInfo;
import dev.vireo.api.media.MediaReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Future;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Media files through {@code ffmpeg} and {@code ffprobe} child processes with limits. */
@Component(configurationPid = "dev.vireo.media.ffmpeg")
@Designate(ocd = FfmpegReader.Config.class)
public final class FfmpegReader implements MediaReader {
    /** Settings. */
    @ObjectClassDefinition(name = "Vireo media reader", description = "Limits of the decoders")
    public @interface Config {
        @AttributeDefinition(min = "1", max = "64", description = "Decoders that run at once")
        int decoders() default 8;

        @AttributeDefinition(min = "1", max = "64", description = "Threads of one decoder")
        int threads() default 2;

        @AttributeDefinition(min = "512", max = "65536", description = "Memory of one decoder [MiB]")
        int child_memory_mib() default 2048;

        @AttributeDefinition(min = "100", max = "600000", description = "Longest time for reading a header [ms]")
        int probe_ms() default 10_000;

        @AttributeDefinition(min = "100", max = "3600000", description = "Longest time from one frame to the next [ms]")
        int frame_ms() default 60_000;

        @AttributeDefinition(min = "1000", max = "3600000", description = "Longest time for writing a clip [ms]")
        int clip_ms() default 300_000;

        @AttributeDefinition(min = "1", max = "8784", description = "Longest video [hours]")
        int max_hours() default 168;
    }

    private static final String RECEIVED = "picture-";
    private static final int MOST_BOXES = 256;
    private static final int LARGEST_PICTURE = 64 * 1024 * 1024;
    private static final long QUEUE_MS = 30_000;
    private static final long LARGEST_CLIP_MIB = 4096;

    private final Children children;
    private final Probe prober;
    private final ClipWriter clips;
    private final Limits limits;
    private final Path received;

    @Activate
    public FfmpegReader(BundleContext context, Config config) {
        this(Path.of(context.getProperty("vireo.home")), limits(config), InstantSource.system());
    }

    FfmpegReader(Path home, Limits limits, InstantSource now) {
        this.limits = limits;
        this.children = new Children(new Programs(home.resolve("cache")), limits);
        this.prober = new Probe(children, limits, now);
        this.clips = new ClipWriter(children, prober, limits);
        this.received = home.resolve("cache").resolve("received");
    }

    static Limits limits(Config config) {
        List<String> wrong = new ArrayList<>();
        range(wrong, "decoders", config.decoders(), 1, 64);
        range(wrong, "threads", config.threads(), 1, 64);
        range(wrong, "child_memory_mib", config.child_memory_mib(), 512, 65_536);
        range(wrong, "probe_ms", config.probe_ms(), 100, 600_000);
        range(wrong, "frame_ms", config.frame_ms(), 100, 3_600_000);
        range(wrong, "clip_ms", config.clip_ms(), 1_000, 3_600_000);
        range(wrong, "max_hours", config.max_hours(), 1, 8_784);
        if (!wrong.isEmpty()) {
            throw new VireoException(ErrorKind.USER_INPUT, "dev.vireo.media.ffmpeg: " + String.join("; ", wrong));
        }
        return new Limits(Limits.MAX_PIXELS, Limits.MAX_SIDE, config.max_hours(), config.probe_ms(), config.frame_ms(),
                config.clip_ms(), QUEUE_MS, config.decoders(), config.threads(), config.child_memory_mib(),
                LARGEST_CLIP_MIB);
    }

    private static void range(List<String> wrong, String name, int value, int min, int max) {
        if (value < min || value > max) {
            wrong.add(name + " is " + value + ", allowed is " + min + " to " + max);
        }
    }

    @Override
    public MediaInfo probe(Path file) {
        return prober.probe(file).info();
    }

    @Override
    public FrameStream frames(Path file, FrameRequest request) {
        Probe.Probed probed = prober.probe(file);
        Header header = probed.header();
        FrameSize size = FrameSize.within(probed.info(), request.maxSide());
        if (!header.moving()) {
            return new OneFrame(new Frame(0, picture(file, probed, size)));
        }
        long seek = header.format().seek(request.fromMs());
        List<String> command = Arguments.decode(header, limits, seek);
        List<String> chain = new ArrayList<>();
        chain.add(Arguments.everyInterval(request.fromMs() - seek, request.intervalMs()));
        chain.addAll(Arguments.look(header, size.width(), size.height()));
        // Times would be rounded to the mean frame rate without a time base of the encoder's own.
        command.addAll(List.of("-vf", String.join(",", chain), "-fps_mode", "passthrough", "-enc_time_base", "1/1000",
                "-c:v", "rawvideo", "-pix_fmt", "rgb24", "-avoid_negative_ts", "disabled", "-f", "matroska", "-allow_raw_vfw", "1", "-live",
                "1", "pipe:1"));
        Child child = children.start("ffmpeg", file, 0, command);
        return new DecodedFrames(file, child, children, request, limits, size.width(), size.height(), seek,
                probed.info().durationMs(), header.missing());
    }

    @Override
    public Image frameAt(Path file, long timeMs) {
        Probe.Probed probed = prober.probe(file);
        return picture(file, probed, FrameSize.within(probed.info(), Integer.MAX_VALUE), timeMs);
    }

    private Image picture(Path file, Probe.Probed probed, FrameSize size) {
        return picture(file, probed, size, 0);
    }

    private Image picture(Path file, Probe.Probed probed, FrameSize size, long timeMs) {
        byte[] pixels = shown(file, probed, timeMs, Arguments.look(probed.header(), size.width(), size.height()),
                List.of("-c:v", "rawvideo", "-pix_fmt", "rgb24", "-f", "rawvideo", "pipe:1"), size.bytes());
        if (pixels.length != size.bytes()) {
            throw new VireoException(ErrorKind.EXTERNAL, "the decoder gave " + pixels.length + " bytes of "
                    + Header.shown(file) + " where " + size.bytes() + " were expected");
        }
        return new Image(size.width(), size.height(), pixels);
    }

    @Override
    public byte[] jpeg(Path file, long timeMs, List<Box> boxes, int maxSide) {
        if (boxes.size() > MOST_BOXES || maxSide < 16) {
            throw new VireoException(ErrorKind.USER_INPUT, "a picture takes at most " + MOST_BOXES
                    + " boxes and a longest side of at least 16 pixels, got " + boxes.size() + " and " + maxSide);
        }
        Probe.Probed probed = prober.probe(file);
        FrameSize size = FrameSize.within(probed.info(), maxSide);
        List<String> chain = new ArrayList<>(Arguments.look(probed.header(), size.width(), size.height()));
        chain.add("format=yuv444p"); // full colour resolution, so that thin lines keep their colour
        for (Box box : boxes) {
            chain.addAll(Arguments.box(box.scale((double) size.width() / probed.info().width(),
                    (double) size.height() / probed.info().height()), size.width(), size.height()));
        }
        return shown(file, probed, timeMs, chain, List.of("-c:v", "mjpeg", "-q:v", "3", "-pix_fmt", "yuvj420p", "-f",
                "image2pipe", "pipe:1"), LARGEST_PICTURE);
    }

    /** The frame shown at a time through filters and an encoder. */
    private byte[] shown(
            Path file, Probe.Probed probed, long timeMs, List<String> filters, List<String> output, int mostBytes) {
        Header header = probed.header();
        if (!header.moving()) {
            return one(file, header, 0, filters, output, mostBytes).orElseThrow();
        }
        long last = Math.max(0, probed.info().durationMs() - 1);
        if (timeMs > last) { // the header may promise less than there is
            List<String> chain = new ArrayList<>(List.of(Arguments.shownAt(timeMs - header.format().seek(timeMs))));
            chain.addAll(filters);
            Optional<byte[]> found = one(file, header, header.format().seek(timeMs), chain, output, mostBytes);
            if (found.isPresent()) {
                return found.get();
            }
        }
        long wanted = Math.clamp(timeMs, 0, last);
        // Containers round their length and end with audio; the last frames are then before the wanted time, and a
        // seek may land behind all key frames of a damaged index.
        for (long back : new long[] {0, 2_000, 30_000, Long.MAX_VALUE}) {
            long seek = back == Long.MAX_VALUE ? 0 : Math.max(0, header.format().seek(wanted) - back);
            List<String> chain = new ArrayList<>();
            chain.add(Arguments.shownAt(wanted - seek));
            chain.addAll(filters);
            Optional<byte[]> found = one(file, header, seek, chain, output, mostBytes);
            if (found.isPresent()) {
                return found.get();
            }
            if (seek == 0) {
                break;
            }
        }
        return one(file, header, 0, filters, output, mostBytes).orElseThrow(() -> new VireoException(
                ErrorKind.USER_INPUT, Header.shown(file) + " has no frame that can be decoded at " + timeMs + " ms"));
    }

    /** Empty when a video gave no frame; throws when the decoder failed. */
    private Optional<byte[]> one(
            Path file, Header header, long seekMs, List<String> filters, List<String> output, int mostBytes) {
        List<String> command = Arguments.decode(header, limits, seekMs);
        command.addAll(List.of("-vf", String.join(",", filters), "-fps_mode", "passthrough", "-frames:v", "1"));
        command.addAll(output);
        try (Child child = children.start("ffmpeg", file, 2 * limits.frameMs() / 1000, command)) {
            Future<?> timer = children.killAfter(limits.frameMs(), child);
            byte[] bytes;
            try {
                bytes = child.output().readNBytes(mostBytes);
            } catch (IOException e) {
                bytes = new byte[0]; // killed under us; the exit code below says so
            }
            int exit = child.await(limits.frameMs());
            timer.cancel(false);
            boolean failed = exit != 0 || child.killed() != null;
            if (failed || bytes.length == 0 && !header.moving()) {
                throw Failure.of(file, child, exit, "decoding one frame took longer than " + limits.frameMs() / 1000 + " s");
            }
            return bytes.length == 0 ? Optional.empty() : Optional.of(bytes);
        }
    }

    @Override
    public void clip(Path file, long startMs, long endMs, Path target) {
        clips.write(List.of(new Span(file, startMs, endMs)), target);
    }

    @Override
    public void clip(List<Span> spans, Path target) {
        clips.write(spans, target);
    }

    @Override
    public Image decode(byte[] picture) {
        if (picture.length == 0 || picture.length > LARGEST_PICTURE) {
            throw new VireoException(ErrorKind.USER_INPUT, "a picture has 1 to " + LARGEST_PICTURE
                    + " bytes, got " + picture.length);
        }
        Path file = received.resolve(RECEIVED + UUID.randomUUID());
        try {
            Files.createDirectories(received);
            Files.write(file, picture, StandardOpenOption.CREATE_NEW);
            Header header = Header.read(file);
            if (header.moving()) {
                throw new VireoException(ErrorKind.USER_INPUT, Header.shown(file) + " is a video; send a picture");
            }
            Probe.Probed probed = prober.probe(file);
            return picture(file, probed, FrameSize.within(probed.info(), Integer.MAX_VALUE));
        } catch (VireoException e) { // the client knows no name of ours
            throw new VireoException(
                    e.kind(), e.getMessage().replace(file.getFileName().toString(), "the picture"), e.getCause());
        } catch (IOException e) {
            throw new VireoException(ErrorKind.RESOURCES, "cannot keep the received picture in " + received + ": "
                    + e.getMessage(), e);
        } finally {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                System.getLogger(FfmpegReader.class.getName())
                        .log(System.Logger.Level.WARNING, "cannot remove the received picture " + file, e);
            }
        }
    }

    /** Process ids of the decoders that run now. */
    List<Long> decoders() {
        return children.pids();
    }

    @Deactivate
    void stop() {
        children.close();
    }

    /** The picture of an image file, or none. */
    private static final class OneFrame implements FrameStream {
        private Frame frame;

        OneFrame(Frame frame) {
            this.frame = frame;
        }

        @Override
        public Optional<Frame> next() {
            Frame next = frame;
            frame = null;
            return Optional.ofNullable(next);
        }

        @Override
        public void close() {
            frame = null;
        }
    }
}
