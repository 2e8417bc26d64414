package dev.vireo.media.ffmpeg.internal;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.media.MediaInfo;
import dev.vireo.api.media.MediaKind;
import dev.vireo.api.media.MediaReader.Span;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Future;

/**
 * Writes parts of videos as H.264 MP4. A part of one file goes straight into the clip. Parts of several are encoded alike,
 * each by a child that can read its one file only, their transport streams are strung together, and the whole is packed
 * as MP4 without encoding it again.
 */
final class ClipWriter {
    private static final long LONGEST_CLIP_MS = 15 * 60_000L;
    /** The encoder takes frames of up to 3840 x 2160; a clip is evidence to look at, not an archive. */
    private static final int CLIP_SIDE = 1920;

    private final Children children;
    private final Probe prober;
    private final Limits limits;

    ClipWriter(Children children, Probe prober, Limits limits) {
        this.children = children;
        this.prober = prober;
        this.limits = limits;
    }

    /** @param spans at least one; the target appears whole or not at all */
    void write(List<Span> spans, Path target) {
        check(spans);
        Probe.Probed first = prober.probe(spans.get(0).file());
        FrameSize size = FrameSize.within(first.info(), CLIP_SIDE).even();
        double rate = Math.clamp(first.info().frameRate() > 0 ? first.info().frameRate() : 25, 1, 60);
        Path aside = target.toAbsolutePath().resolveSibling(".clip-" + UUID.randomUUID() + ".part");
        Path joined = aside.resolveSibling(aside.getFileName() + ".ts");
        try {
            if (spans.size() == 1) {
                List<String> command = encode(spans.get(0), size, rate);
                command.addAll(List.of("-movflags", "+faststart", "-f", "mp4", "-y", "file:" + aside));
                run(spans.get(0).file(), command, aside);
            } else {
                join(spans, size, rate, joined);
                List<String> command = new ArrayList<>(List.of("-v", "error", "-nostdin", "-protocol_whitelist", "fd", "-fd",
                        "0", "-f", "mpegts", "-format_whitelist", "mpegts", "-i", "fd:", "-map", "0:v:0", "-c", "copy",
                        "-map_metadata", "-1", "-movflags", "+faststart", "-f", "mp4", "-y", "file:" + aside));
                run(joined, command, aside);
            }
            try (FileChannel written = FileChannel.open(aside, StandardOpenOption.WRITE)) {
                written.force(true);
            }
            Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new VireoException(ErrorKind.EXTERNAL, "cannot write the clip " + target + ": " + e.getMessage(), e);
        } finally {
            discard(aside);
            discard(joined);
        }
    }

    private void check(List<Span> spans) {
        long length = 0;
        for (Span span : spans) {
            MediaInfo info = prober.probe(span.file()).info();
            if (info.kind() == MediaKind.IMAGE) {
                throw new VireoException(
                        ErrorKind.USER_INPUT, Header.shown(span.file()) + " is a picture and has no clip");
            }
            if (span.startMs() < 0 || span.endMs() <= span.startMs() || span.startMs() >= info.durationMs()) {
                throw new VireoException(ErrorKind.USER_INPUT, "clip from " + span.startMs() + " to " + span.endMs()
                        + " ms is empty: the video has 0 to " + info.durationMs() + " ms");
            }
            length += span.endMs() - span.startMs();
        }
        if (spans.isEmpty() || length > LONGEST_CLIP_MS) {
            throw new VireoException(ErrorKind.USER_INPUT, spans.isEmpty() ? "a clip of nothing was asked for"
                    : "clip of " + length / 1000 + " s is too long: ask for at most " + LONGEST_CLIP_MS / 1000 + " s");
        }
    }

    /** Everything up to the output format. */
    private List<String> encode(Span span, FrameSize size, double rate) {
        Probe.Probed probed = prober.probe(span.file());
        long bitRate = (long) Math.clamp(size.width() * (double) size.height() * rate * 0.15, 300_000, 10_000_000);
        long seek = probed.header().format().seek(span.startMs());
        List<String> chain = new ArrayList<>();
        chain.add("settb=1/1000");
        chain.add(Arguments.fromOn(rate, span.startMs() - seek));
        chain.add("trim=end=" + Arguments.seconds(span.endMs() - seek));
        chain.add("setpts=PTS-STARTPTS");
        chain.addAll(Arguments.look(probed.header(), size.width(), size.height()));
        List<String> command = Arguments.decode(probed.header(), limits, seek);
        command.addAll(List.of("-vf", String.join(",", chain), "-c:v", "libopenh264", "-profile:v", "constrained_baseline",
                "-b:v", Long.toString(bitRate), "-maxrate", Long.toString(2 * bitRate), "-allow_skip_frames", "0", "-g",
                Long.toString(Math.max(1, Math.round(2 * rate))), "-pix_fmt", "yuv420p", "-map_metadata", "-1"));
        return command;
    }

    private void join(List<Span> spans, FrameSize size, double rate, Path joined) throws IOException {
        long offset = 0;
        try (OutputStream out = Files.newOutputStream(joined, StandardOpenOption.CREATE_NEW)) {
            for (Span span : spans) {
                List<String> command = encode(span, size, rate);
                command.addAll(List.of("-muxdelay", "0", "-muxpreload", "0", "-output_ts_offset", Arguments.seconds(offset),
                        "-f", "mpegts", "pipe:1"));
                try (Child child = children.start("ffmpeg", span.file(), 2 * limits.clipMs() / 1000, command)) {
                    Future<?> timer = children.killAfter(limits.clipMs(), child);
                    child.output().transferTo(out);
                    int exit = child.await(limits.clipMs());
                    timer.cancel(false);
                    if (exit != 0 || child.killed() != null) {
                        throw Failure.of(span.file(), child, exit, tooSlow());
                    }
                }
                offset += span.endMs() - span.startMs();
            }
        }
    }

    private void run(Path input, List<String> command, Path aside) throws IOException {
        try (Child child = children.start("ffmpeg", input, 2 * limits.clipMs() / 1000, command)) {
            int exit = child.await(limits.clipMs());
            if (exit != 0 && !Files.exists(aside)) {
                throw new IOException("its folder does not exist or cannot be written");
            }
            if (exit != 0 || child.killed() != null) {
                throw Failure.of(input, child, exit, tooSlow());
            }
        }
    }

    private String tooSlow() {
        return "writing the clip took longer than " + limits.clipMs() / 1000 + " s";
    }

    private static void discard(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            System.getLogger(ClipWriter.class.getName())
                    .log(System.Logger.Level.WARNING, "cannot remove the unfinished clip " + file, e);
        }
    }
}
