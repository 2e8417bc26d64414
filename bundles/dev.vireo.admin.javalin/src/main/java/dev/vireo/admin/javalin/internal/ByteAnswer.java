package dev.vireo.admin.javalin.internal;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.ByteRange;

/**
 * Answers with bytes as RFC 9110 has it: whole, or one range of them (section 14), or not at all when the client has them
 * (13.1.2). Of several ranges at once the whole is sent, as 14.2 allows: players ask for one. Jetty parses the ranges;
 * Javalin's own seekable stream knows neither suffixes nor validators.
 */
final class ByteAnswer {
    private static final Pattern RANGES =
            Pattern.compile("bytes=\\s*(\\d+-\\d*|-\\d+)\\s*(,\\s*(\\d+-\\d*|-\\d+)\\s*)*", Pattern.CASE_INSENSITIVE);

    private ByteAnswer() {}

    /**
     * @param content all bytes; closed when they were sent
     * @param bytes how many
     * @param etag strong validator, with its quotes
     */
    static void write(Context ctx, InputStream content, long bytes, String etag, String type) throws IOException {
        ctx.contentType(type).header("Accept-Ranges", "bytes").header("ETag", etag);
        String known = ctx.header("If-None-Match");
        if (known != null && (known.strip().equals("*") || Pattern.compile(",").splitAsStream(known)
                .anyMatch(tag -> tag.strip().replaceFirst("^W/", "").equals(etag)))) { // compared weakly: 13.1.2
            content.close();
            ctx.status(304);
            return;
        }
        String asked = ctx.header("Range");
        String only = ctx.header("If-Range"); // a date never holds: there is no time of the last change
        boolean part = asked != null && ctx.method().equals(HandlerType.GET) && RANGES.matcher(asked.strip()).matches()
                && (only == null || only.strip().equals(etag));
        List<ByteRange> ranges = part // the unit's name is in any case: 14.1
                ? ByteRange.parse(List.of(asked.strip().toLowerCase(Locale.ROOT)), bytes)
                : List.of();
        if (part && ranges.isEmpty()) {
            content.close();
            ctx.status(416).header("Content-Range", ByteRange.toNonSatisfiableHeaderValue(bytes));
            return;
        }
        if (ctx.method().equals(HandlerType.HEAD)) {
            content.close();
            ctx.header("Content-Length", String.valueOf(bytes));
            return;
        }
        if (ranges.size() == 1) {
            ByteRange range = ranges.get(0);
            content.skipNBytes(range.first());
            ctx.status(206)
                    .header("Content-Range", range.toHeaderValue(bytes))
                    .header("Content-Length", String.valueOf(range.getLength()))
                    .result(new Part(content, range.getLength()));
        } else {
            ctx.header("Content-Length", String.valueOf(bytes)).result(content);
        }
    }

    /** The next bytes of a stream, no more than these. */
    private static final class Part extends FilterInputStream {
        private long left;

        Part(InputStream in, long bytes) {
            super(in);
            this.left = bytes;
        }

        @Override
        public int read() throws IOException {
            int read = left > 0 ? super.read() : -1;
            left -= read < 0 ? left : 1;
            return read;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            int read = left > 0 ? super.read(into, offset, (int) Math.min(length, left)) : -1;
            left -= read < 0 ? left : read;
            return read;
        }

        @Override
        public long skip(long bytes) throws IOException {
            long skipped = super.skip(Math.min(bytes, left));
            left -= skipped;
            return skipped;
        }

        @Override
        public int available() throws IOException {
            return (int) Math.min(left, super.available());
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
