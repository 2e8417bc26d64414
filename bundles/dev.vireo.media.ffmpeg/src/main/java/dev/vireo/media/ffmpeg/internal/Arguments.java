package dev.vireo.media.ffmpeg.internal;

import dev.vireo.api.media.Box;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Arguments of FFmpeg's programs. Times are seconds with six digits, always with a point. */
final class Arguments {
    private static final long SMALLEST_ALLOCATION = 64L << 20;

    private Arguments() {}

    /**
     * What both programs are told about the input: it is the open file behind descriptor 0, no other file or address
     * can be opened, and the demuxer is ours to choose, not the file's.
     */
    static List<String> input(Header header, Limits limits) {
        List<String> input = new ArrayList<>(List.of("-protocol_whitelist", "fd", "-fd", "0", "-f",
                header.format().demuxer(), "-format_whitelist", header.format().demuxer(), "-max_streams", "64",
                "-max_pixels", Long.toString(limits.maxPixels()), "-max_alloc", Long.toString(allocation(header, limits))));
        if (header.format().demuxer().equals("mov")) {
            // Of an edit list only the start counts: a list can show five seconds of film for days.
            input.addAll(List.of("-advanced_editlist", "0"));
        }
        return input;
    }

    /**
     * Longest single allocation [bytes]. A picture needs its file and its pixels (of up to eight bytes, twice); what is
     * packed inside it, a colour profile of a gigabyte say, must not take more.
     */
    private static long allocation(Header header, Limits limits) {
        long most = limits.memoryMib() * 1024 * 1024 / 2;
        return header.moving() ? most
                : Math.min(most, Math.max(SMALLEST_ALLOCATION, 2 * header.bytes() + 16 * header.width() * header.height()));
    }

    /** Everything up to and with the input of {@code ffmpeg}. */
    static List<String> decode(Header header, Limits limits, long seekMs) {
        List<String> command = new ArrayList<>(List.of("-v", "error", "-nostdin", "-filter_threads", "1"));
        command.addAll(input(header, limits));
        command.addAll(List.of("-codec_whitelist", header.format().decoders(), "-threads", Integer.toString(limits.threads())));
        if (!header.moving()) {
            command.add("-noautorotate"); // the orientation was read in Java, for all formats alike
        }
        if (seekMs > 0) {
            command.addAll(List.of("-noaccurate_seek", "-ss", seconds(seekMs)));
        }
        command.addAll(List.of("-i", "fd:", "-map", "0:V:0", "-an", "-sn", "-dn"));
        return command;
    }

    /**
     * The frame shown at this time after the seek point: the last one whose time is not later. Whole milliseconds are
     * set first because the filter rounds its start to the time base of the file, which may be a whole frame.
     */
    static String shownAt(long offsetMs) {
        return "settb=1/1000," + fromOn(1000, offsetMs);
    }

    /** A steady frame rate from this time after the seek point on. */
    static String fromOn(double rate, long offsetMs) {
        return "fps=fps=" + String.format(Locale.ROOT, "%.6f", rate) + ":round=near:start_time=" + seconds(offsetMs);
    }

    /**
     * Frames from {@code offsetMs} after the seek point on, the first one at or after each multiple of the interval.
     * Half a millisecond is allowed because times are handed out in whole milliseconds.
     */
    static String everyInterval(long offsetMs, long intervalMs) {
        String from = String.format(Locale.ROOT, "%.6f", (offsetMs - 0.5) / 1000);
        String slot = "floor((%s-(" + from + "))/" + seconds(intervalMs) + ")";
        return "select='gte(t," + from + ")*(isnan(prev_selected_t)+gt(" + slot.formatted("t") + ","
                + slot.formatted("prev_selected_t") + "))'";
    }

    /** Turns a picture upright (Exif orientation 1 to 8). */
    private static List<String> upright(int orientation) {
        return switch (orientation) {
            case 2 -> List.of("hflip");
            case 3 -> List.of("hflip", "vflip");
            case 4 -> List.of("vflip");
            case 5 -> List.of("transpose=cclock_flip");
            case 6 -> List.of("transpose=clock");
            case 7 -> List.of("transpose=clock_flip");
            case 8 -> List.of("transpose=cclock");
            default -> List.of();
        };
    }

    /** Lays transparent pixels over white, as viewers do; their hidden colour would be decoded otherwise. */
    private static String overWhite() {
        return "format=rgba,split[v0][v1];[v0]drawbox=t=fill:c=white@1:replace=1[v2];[v2][v1]overlay=format=rgb";
    }

    /**
     * The frame as it is to be seen, in this size. It is scaled first: turning and blending then cost little, however
     * large the picture is.
     */
    static List<String> look(Header header, int width, int height) {
        boolean turned = header.orientation() >= 5;
        List<String> filters = new ArrayList<>();
        filters.add("scale=" + (turned ? height : width) + ":" + (turned ? width : height) + ":flags=area,setsar=1");
        if (header.format().transparency()) {
            filters.add(overWhite());
        }
        filters.addAll(upright(header.orientation()));
        return filters;
    }

    /**
     * A box as two frames, dark outside and bright inside, visible on any ground.
     *
     * @param box in pixels of the picture that is drawn on
     */
    static List<String> box(Box box, int width, int height) {
        int line = Math.max(3, Math.round(Math.max(width, height) / 240f));
        int left = clamp(box.x(), width - 1);
        int top = clamp(box.y(), height - 1);
        int right = Math.max(left + 1, clamp(box.x() + box.w(), width));
        int bottom = Math.max(top + 1, clamp(box.y() + box.h(), height));
        int half = line / 2;
        return List.of(drawn(left - half - 1, top - half - 1, right + half + 1, bottom + half + 1, line + 2, "black"),
                drawn(left - half, top - half, right + half, bottom + half, line, "0xFFD400"));
    }

    private static String drawn(int left, int top, int right, int bottom, int line, String colour) {
        return "drawbox=x=" + left + ":y=" + top + ":w=" + (right - left) + ":h=" + (bottom - top) + ":t=" + line
                + ":c=" + colour;
    }

    private static int clamp(double value, int max) {
        return Math.clamp(Math.round(value), 0, max);
    }

    static String seconds(long ms) {
        return String.format(Locale.ROOT, "%.6f", ms / 1000.0);
    }
}
