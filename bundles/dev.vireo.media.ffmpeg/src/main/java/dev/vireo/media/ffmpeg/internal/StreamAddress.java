package dev.vireo.media.ffmpeg.internal;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * An address of a live source, checked.
 *
 * @param full with user name and password; never shown
 * @param shown without them
 * @param scheme lower case
 */
record StreamAddress(String full, String shown, String scheme) {
    private static final Set<String> SCHEMES = Set.of("rtsp", "rtsps", "http", "https");
    private static final int LONGEST = 2048;

    static StreamAddress of(String address) {
        String scheme = address.contains(":") ? address.substring(0, address.indexOf(':')).toLowerCase(Locale.ROOT) : "";
        if (!SCHEMES.contains(scheme)) {
            throw new VireoException(ErrorKind.USER_INPUT, "'" + (SCHEMES.contains(scheme) ? scheme : shortened(scheme))
                    + "' is no kind of stream that Vireo records; give an address that begins with rtsp://, rtsps://, "
                    + "http:// or https://");
        }
        if (address.length() > LONGEST || address.chars().anyMatch(c -> c <= ' ' || c >= 127)) {
            throw wrong(scheme, "it has blanks, control or non-ASCII characters, or more than " + LONGEST
                    + " characters; write others as %XX");
        }
        try {
            URI uri = new URI(address).parseServerAuthority();
            if (uri.getHost() == null || uri.getPort() == 0 || uri.getPort() > 65_535) {
                throw wrong(scheme, "it names no host");
            }
            if (uri.getRawFragment() != null) {
                throw wrong(scheme, "it has a part behind #; leave that out");
            }
            String query = uri.getRawQuery() == null ? "" : "?" + withoutSecrets(uri.getRawQuery());
            String shown = scheme + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort())
                    + (uri.getRawPath() == null ? "" : uri.getRawPath()) + query;
            return new StreamAddress(address, shown, scheme);
        } catch (URISyntaxException e) {
            // The cause would carry the whole address, password included.
            throw wrong(scheme, "it is not written as an address (" + e.getReason()
                    + "); characters such as @ / : # in a password are written as %40 %2F %3A %23");
        }
    }

    private static String shortened(String text) {
        return text.length() <= 20 ? text.replaceAll("\\p{Cntrl}", "?") : text.substring(0, 20) + "…";
    }

    private static VireoException wrong(String scheme, String why) {
        return new VireoException(ErrorKind.USER_INPUT,
                "this " + scheme + " address cannot be used: " + why + ". An example: rtsp://user:password@camera:554/stream1");
    }

    /** Some cameras take the password as a parameter; values of such names are not shown. */
    private static String withoutSecrets(String query) {
        return query.replaceAll("(?i)((?:^|&)[^=&]*(?:pass|pwd|secret|token|key|auth|user|usr|login)[^=&]*=)[^&]*", "$1***");
    }

    boolean rtsp() {
        return scheme.startsWith("rtsp");
    }

    /** Protocols that the recorder may open for it. */
    String protocols() {
        return switch (scheme) {
            case "rtsp" -> "tcp";
            case "rtsps" -> "tcp,tls";
            case "http" -> "tcp,http";
            default -> "tcp,tls,https";
        };
    }

    /** Demuxers that may look at what it sends: no playlist and no description of a session that could name others. */
    String demuxers() {
        return rtsp() ? "rtsp" : "mpegts,mpjpeg,mjpeg,mov,matroska,flv,h264,hevc";
    }

    /**
     * The list that the recorder reads from its standard input. The address stands there and not on the command line, where
     * every user of the machine could read the password.
     */
    String list(long silenceMs, List<String> more) {
        StringBuilder list = new StringBuilder("ffconcat version 1.0\nfile '")
                .append(full.replace("'", "'\\''")).append("'\n");
        option(list, "format_whitelist", demuxers());
        option(list, "protocol_whitelist", protocols());
        option(list, "analyzeduration", "3000000");
        if (rtsp()) {
            option(list, "rtsp_transport", "tcp");
            option(list, "allowed_media_types", "video");
            option(list, "timeout", Long.toString(silenceMs * 1000));
        } else {
            option(list, "max_redirects", "0");
            option(list, "seekable", "0");
            option(list, "rw_timeout", Long.toString(silenceMs * 1000));
        }
        option(list, "user_agent", "Vireo");
        for (int i = 0; i < more.size(); i += 2) {
            option(list, more.get(i), more.get(i + 1));
        }
        return list.toString();
    }

    private static void option(StringBuilder list, String name, String value) {
        list.append("option ").append(name).append(" '").append(value.replace("'", "'\\''")).append("'\n");
    }

    /** A text of another program, without user name and password of any address in it. */
    String scrubbed(String text) {
        return text.replace(full, shown).replaceAll("(?<=://)[^/\\s'\"]*@", "");
    }
}
