package dev.vireo.media.ffmpeg.internal;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.media.CaptureTime;
import dev.vireo.api.media.ClockSource;
import dev.vireo.api.media.MediaInfo;
import dev.vireo.api.media.MediaKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;

/** Reads what a file's header says: pictures in Java alone, videos with an {@code ffprobe} child. */
final class Probe {
    private static final String FIELDS = "format=duration:format_tags=creation_time,com.apple.quicktime.creationdate,date"
            + ":stream=codec_name,width,height,sample_aspect_ratio,avg_frame_rate,r_frame_rate,duration,nb_frames"
            + ":stream_disposition=attached_pic:stream_tags=creation_time,rotate:stream_side_data=rotation";
    private static final int MOST_KNOWN = 128;
    private static final int MOST_OUTPUT = 256 * 1024;
    /** Cameras without a battery write 1904, 1970, 1980 or 2000-01-01; digital pictures begin after these. */
    private static final LocalDateTime EARLIEST = LocalDateTime.of(1990, 1, 1, 0, 0);
    private static final DateTimeFormatter APPLE = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME).appendOffset("+HHmm", "Z").toFormatter(Locale.ROOT);

    /** A file's header and what it says. */
    record Probed(Header header, MediaInfo info) {}

    /** The state of a file that was probed: each frame and clip of a video would ask for its header again. */
    private record Key(Path file, long bytes, FileTime changed, Object identity) {
        static Key of(Path file) {
            try {
                BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
                return new Key(file, now.size(), now.lastModifiedTime(), now.fileKey());
            } catch (IOException e) {
                return new Key(file, -1, FileTime.fromMillis(0), null); // Header.read names what is wrong
            }
        }
    }

    private final Children children;
    private final Limits limits;
    private final InstantSource now;
    private final Map<Key, Probed> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Probed> eldest) {
            return size() > MOST_KNOWN;
        }
    };

    Probe(Children children, Limits limits, InstantSource now) {
        this.children = children;
        this.limits = limits;
        this.now = now;
    }

    Probed probe(Path file) {
        Key key = Key.of(file);
        synchronized (known) {
            Probed probed = known.get(key);
            if (probed != null) {
                return probed;
            }
        }
        Header header = Header.read(file);
        if (header.width() > 0) {
            checkSize(file, header.width(), header.height());
        }
        Probed probed = new Probed(header, header.moving() ? video(file, header) : image(header));
        synchronized (known) {
            known.put(key, probed);
        }
        return probed;
    }

    private MediaInfo image(Header header) {
        boolean turned = header.orientation() >= 5;
        String name = header.format().name().toLowerCase(Locale.ROOT);
        return new MediaInfo(MediaKind.IMAGE, name, name, (int) (turned ? header.height() : header.width()),
                (int) (turned ? header.width() : header.height()), 0, 0,
                header.taken().flatMap(taken -> clock(taken.local(), taken.offset(), ClockSource.EXIF)));
    }

    private MediaInfo video(Path file, Header header) {
        Map<String, String> said = ask(file, header, FIELDS, List.of());
        String stream = "";
        for (int i = 0; i < 64 && stream.isEmpty(); i++) {
            String candidate = "streams.stream." + i + ".";
            if (said.containsKey(candidate + "codec_name") && !"1".equals(said.get(candidate + "disposition.attached_pic"))) {
                stream = candidate;
            }
        }
        if (stream.isEmpty()) {
            throw new VireoException(ErrorKind.USER_INPUT, Header.shown(file) + " has no video in it (container "
                    + header.format().name().toLowerCase(Locale.ROOT) + ")");
        }
        String codec = said.get(stream + "codec_name");
        long codedWidth = wholeNumber(said.get(stream + "width"));
        long codedHeight = wholeNumber(said.get(stream + "height"));
        if (codedWidth <= 0 || codedHeight <= 0) {
            throw new VireoException(ErrorKind.USER_INPUT, Header.shown(file) + " is damaged or too large: its header "
                    + "gives no frame size up to the " + limits.maxPixels() / 1_000_000 + " megapixels that Vireo reads");
        }
        double aspect = ratio(said.get(stream + "sample_aspect_ratio"), ":");
        boolean square = !(aspect > 0.1 && aspect < 10);
        long width = square ? codedWidth : Math.max(1, Math.round(codedWidth * aspect));
        checkSize(file, codedWidth, codedHeight);
        checkSize(file, width, codedHeight);
        boolean turned = false;
        for (int i = 0; i < 8; i++) {
            String rotation = said.get(stream + "side_data_list.side_data." + i + ".rotation");
            if (rotation != null) {
                turned = Math.abs(Math.round(number(rotation) / 90)) % 2 == 1;
            }
        }
        double rate = ratio(said.get(stream + "avg_frame_rate"), "/");
        if (!(rate > 0)) {
            rate = ratio(said.get(stream + "r_frame_rate"), "/");
        }
        double seconds = number(said.get(stream + "duration"));
        if (!(seconds > 0)) {
            seconds = number(said.get("format.duration"));
        }
        if (!(seconds > 0)) {
            seconds = lastPacket(file, header);
        }
        // A header may promise less than its own index holds; more is found out when the frames are read.
        double counted = number(said.get(stream + "nb_frames")) / ratio(said.get(stream + "avg_frame_rate"), "/");
        if (counted > seconds + 1 && Double.isFinite(counted)) {
            seconds = counted;
        }
        if (seconds > limits.maxHours() * 3600.0) {
            throw new VireoException(ErrorKind.USER_INPUT, Header.shown(file) + " lasts " + Math.round(seconds / 3600)
                    + " hours by its header; Vireo takes at most " + limits.maxHours() + ". Split it first");
        }
        return new MediaInfo(MediaKind.VIDEO, header.format().name().toLowerCase(Locale.ROOT), codec,
                (int) (turned ? codedHeight : width), (int) (turned ? width : codedHeight), Math.round(seconds * 1000),
                rate > 0 && rate <= 1000 ? rate : 0, containerTime(said, stream));
    }

    private void checkSize(Path file, long width, long height) {
        if (width > limits.maxSide() || height > limits.maxSide() || width * height > limits.maxPixels()) {
            throw new VireoException(ErrorKind.USER_INPUT, Header.shown(file) + " has " + width + " x " + height
                    + " pixels by its header; Vireo reads up to " + limits.maxPixels() / 1_000_000
                    + " megapixels and " + limits.maxSide() + " pixels a side. Scale it down first");
        }
    }

    /** The end of the last packet [s]: some recorders, browsers among them, write no length. */
    private double lastPacket(Path file, Header header) {
        double end = 0;
        // "%+#…" would need a seek that such files do not support; reading packets decodes nothing.
        for (String line : lines(file, header, limits.frameMs(), 64 << 20,
                List.of("-show_entries", "packet=pts_time", "-of", "csv=p=0"))) {
            end = Math.max(end, number(line.replace(",", "")));
        }
        return end;
    }

    private Map<String, String> ask(Path file, Header header, String fields, List<String> more) {
        List<String> arguments = new ArrayList<>(List.of("-show_entries", fields, "-of", "flat=s=."));
        arguments.addAll(more);
        Map<String, String> said = new HashMap<>();
        for (String line : lines(file, header, limits.probeMs(), MOST_OUTPUT, arguments)) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                String value = line.substring(equals + 1);
                said.put(line.substring(0, equals), value.startsWith("\"") && value.endsWith("\"") && value.length() > 1
                        ? value.substring(1, value.length() - 1) : value);
            }
        }
        return said;
    }

    private List<String> lines(Path file, Header header, long limitMs, int mostBytes, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("-v", "error"));
        command.addAll(Arguments.input(header, limits));
        // ffprobe opens a decoder for each stream and gives up when one is not allowed, so only video is limited here.
        command.addAll(List.of("-codec_whitelist:v", header.format().decoders(), "-select_streams", "V"));
        command.addAll(arguments);
        command.addAll(List.of("-i", "fd:"));
        try (Child child = children.start("ffprobe", file, Math.max(1, limitMs / 1000) * 2, command)) {
            Future<?> timer = children.killAfter(limitMs, child);
            byte[] output;
            try {
                output = child.output().readNBytes(mostBytes);
            } catch (IOException e) {
                output = new byte[0]; // killed under us; the exit code below says so
            }
            int exit = child.await(limitMs);
            timer.cancel(false);
            var refused = Failure.NOT_ALLOWED.matcher(child.errors());
            if (exit != 0 && refused.find()) {
                throw new VireoException(ErrorKind.USER_INPUT, Header.shown(file) + " is encoded as " + refused.group(1)
                        + ", which Vireo does not decode; convert it to H.264, H.265, VP9 or AV1");
            }
            if (exit != 0 || child.killed() != null) {
                throw Failure.of(file, child, exit, "reading its header took longer than " + limitMs + " ms");
            }
            return new String(output, StandardCharsets.UTF_8).lines().toList();
        }
    }

    private Optional<CaptureTime> containerTime(Map<String, String> said, String stream) {
        for (String tag : List.of("format.tags.com.apple.quicktime.creationdate",
                "format.tags.com_apple_quicktime_creationdate", "format.tags.creation_time",
                stream + "tags.creation_time", "format.tags.date")) {
            String text = said.get(tag);
            if (text != null) {
                Optional<CaptureTime> time = written(text);
                if (time.isPresent()) {
                    return time;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<CaptureTime> written(String text) {
        for (DateTimeFormatter format : List.of(DateTimeFormatter.ISO_OFFSET_DATE_TIME, APPLE)) {
            try {
                OffsetDateTime time = OffsetDateTime.parse(text.trim(), format);
                return clock(time.toLocalDateTime(), Optional.of(time.getOffset()), ClockSource.CONTAINER);
            } catch (DateTimeException e) {
                continue; // another way of writing it, or none that says a time of day
            }
        }
        try {
            return clock(LocalDateTime.parse(text.trim().replace(' ', 'T')), Optional.empty(), ClockSource.CONTAINER);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private Optional<CaptureTime> clock(LocalDateTime local, Optional<ZoneOffset> offset, ClockSource source) {
        LocalDateTime latest = LocalDateTime.ofInstant(now.instant(), ZoneOffset.UTC).plus(Duration.ofDays(2));
        boolean factory = local.equals(LocalDateTime.of(2000, 1, 1, 0, 0));
        return local.isBefore(EARLIEST) || local.isAfter(latest) || factory
                ? Optional.empty() : Optional.of(new CaptureTime(local, offset, source));
    }

    private static double ratio(String text, String separator) {
        String[] parts = text == null ? new String[0] : text.split(separator, 2);
        return parts.length == 2 ? number(parts[0]) / number(parts[1]) : Double.NaN;
    }

    private static long wholeNumber(String text) {
        double value = number(text);
        return value > 0 && value < Integer.MAX_VALUE ? (long) value : 0;
    }

    /** NaN for anything that is not a number. */
    private static double number(String text) {
        if (text == null || text.isBlank()) {
            return Double.NaN;
        }
        try {
            return Double.parseDouble(text.trim());
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
