package dev.vireo.ingest.internal.clock;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Capture times that cameras, phones and recorders write into file names.
 *
 * <p>A date and a time of day separated by at most a few signs, years 1990 to 2099, in the order year, month, day, hour,
 * minute and, mostly, second: {@code VID_20240131_163000.mp4}, {@code PXL_20240131_163000123.jpg}, {@code 2024-01-31
 * 16.30.00.jpg}, {@code Screenshot_2024-01-31-16-30-00.png}, {@code 2024_0131_163000_001A.MP4} (dash cameras), {@code
 * NVR_ch2_main_20240131163000_20240131173000.mp4} (recorders: the first time is the start), {@code 2024-01-31T163000Z}.
 * A date without a time of day ({@code IMG-20240131-WA0007.jpg}) tells the day only and is not taken: "before 5 pm" would
 * become a guess.
 */
final class FileNameTime {
    /**
     * A time found in a name.
     *
     * @param local as written
     * @param offset written with it ({@code Z}, {@code +0100}); usually none
     * @param seconds whether the name tells seconds
     */
    record Found(LocalDateTime local, Optional<ZoneOffset> offset, boolean seconds) {}

    private static final String DATE = "(?<![0-9])((?:19|20)\\d\\d)[-_.年 ]?(0[1-9]|1[0-2])[-_.月 ]?(0[1-9]|[12]\\d|3[01])";
    private static final String GAP = "(?:日|[-_. T@]{0,3}|[ _-]at[ _-])";
    private static final String OFFSET = "(?:\\d{0,6}|[.]\\d{1,9})(Z|[+-][01]\\d:?[0-5]\\d)?";
    private static final List<Pattern> PATTERNS = List.of(
            Pattern.compile(DATE + GAP + "([01]\\d|2[0-3])[-_.:hH时 ]?([0-5]\\d)[-_.:mM分 ]?([0-5]\\d)" + OFFSET),
            Pattern.compile(DATE + "[-_. T@]{1,3}([01]\\d|2[0-3])[-_.:h时]?([0-5]\\d)(?![0-9])()()"));

    private FileNameTime() {}

    /** The first time in a file's name (without its folder). */
    static Optional<Found> in(String name) {
        for (Pattern pattern : PATTERNS) {
            Matcher m = pattern.matcher(name);
            while (m.find()) {
                try {
                    boolean seconds = !m.group(6).isEmpty();
                    LocalDateTime local = LocalDateTime.of(
                            number(m, 1), number(m, 2), number(m, 3), number(m, 4), number(m, 5), seconds ? number(m, 6) : 0);
                    if (local.getYear() < 1990) {
                        continue;
                    }
                    String offset = m.group(7);
                    return Optional.of(new Found(
                            local,
                            offset == null || offset.isEmpty() ? Optional.empty() : Optional.of(ZoneOffset.of(offset)),
                            seconds));
                } catch (DateTimeException e) {
                    continue; // 30 February and the like: digits that only look like a time
                }
            }
        }
        return Optional.empty();
    }

    private static int number(Matcher m, int group) {
        return Integer.parseInt(m.group(group));
    }
}
