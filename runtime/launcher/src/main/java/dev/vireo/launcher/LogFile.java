package dev.vireo.launcher;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.logging.ErrorManager;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * All logging of the process into one file that is moved aside when full, warnings also to the terminal.
 *
 * <p>{@code java.util.logging.FileHandler} numbers even its newest file and leaves lock files behind; this one always
 * writes to the name that the user guide gives.
 */
final class LogFile extends Handler {
    private static final long LIMIT_BYTES = 10_000_000;
    private static final int KEPT = 4;
    /** Names of the loggers of what the framework prints: the launcher itself says what of it matters. */
    private static final List<String> PRINTED = List.of("stdout", "stderr");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX");

    private final Path file;
    private final PrintStream terminal;
    // Both guarded by this.
    private OutputStream out;
    private long written;

    private LogFile(Path file, PrintStream terminal) throws IOException {
        this.file = file;
        this.terminal = terminal;
        setFormatter(new SimpleFormatter());
        open();
    }

    /** Sends all logging and everything printed from now on to {@code file}; logged warnings to {@code terminal}, too. */
    static LogFile install(Path file, PrintStream terminal) {
        LogFile log;
        try {
            log = new LogFile(file, terminal);
        } catch (IOException e) {
            throw new LaunchException("cannot write the log " + file + ": " + e.getMessage(), e);
        }
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        root.addHandler(log);
        // Framework and third parties print; the terminal's standard output carries the one line "ready …".
        System.setOut(new PrintStream(new Lines(PRINTED.getFirst(), Level.INFO), true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(new Lines(PRINTED.getLast(), Level.WARNING), true, StandardCharsets.UTF_8));
        return log;
    }

    private void open() throws IOException {
        out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        written = Files.size(file);
    }

    @Override
    public synchronized void publish(LogRecord entry) {
        if (!isLoggable(entry)) {
            return;
        }
        String message = harmless(getFormatter().formatMessage(entry));
        try {
            byte[] line = line(entry, message).getBytes(StandardCharsets.UTF_8);
            if (written + line.length > LIMIT_BYTES) {
                roll();
            }
            out.write(line);
            out.flush();
            written += line.length;
        } catch (IOException e) {
            reportError(null, e, ErrorManager.WRITE_FAILURE);
        }
        if (entry.getLevel().intValue() >= Level.WARNING.intValue() && !printed(entry)) {
            terminal.println(entry.getLevel().getName().toLowerCase(Locale.ROOT) + ": " + message
                    + (entry.getThrown() == null ? "" : " (" + harmless(entry.getThrown().toString()) + ")"));
        }
    }

    private static boolean printed(LogRecord entry) {
        return entry.getLoggerName() != null && PRINTED.contains(entry.getLoggerName()); // anonymous loggers have none
    }

    private static String line(LogRecord entry, String message) {
        StringBuilder line = new StringBuilder(160);
        line.append(TIME.format(Instant.ofEpochMilli(entry.getMillis()).atZone(ZoneId.systemDefault())))
                .append(' ').append(entry.getLevel().getName())
                .append(' ').append(entry.getLoggerName())
                .append(' ').append(message).append('\n');
        if (entry.getThrown() != null) {
            StringWriter trace = new StringWriter();
            entry.getThrown().printStackTrace(new PrintWriter(trace));
            line.append("  ").append(harmless(trace.toString().stripTrailing())).append('\n');
        }
        return line.toString();
    }

    /**
     * Control and direction characters as {@code \\u001b}, for a file name must not steer a terminal; lines but the first
     * are set in, so that a line break in a name cannot begin an entry of its own.
     */
    static String harmless(String text) {
        if (text.codePoints().noneMatch(LogFile::steers)) {
            return text;
        }
        StringBuilder safe = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            if (c == '\n') {
                safe.append("\n  ");
            } else if (c == '\t') {
                safe.append("    ");
            } else if (steers(c)) {
                safe.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                safe.appendCodePoint(c);
            }
        });
        return safe.toString();
    }

    private static boolean steers(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE -> true;
            default -> false;
        };
    }

    private void roll() throws IOException {
        out.close();
        for (int i = KEPT - 1; i >= 0; i--) {
            Path from = i == 0 ? file : numbered(i);
            if (Files.exists(from)) {
                Files.move(from, numbered(i + 1), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        open();
    }

    private Path numbered(int i) {
        return file.resolveSibling(file.getFileName() + "." + i);
    }

    @Override
    public synchronized void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            reportError(null, e, ErrorManager.FLUSH_FAILURE);
        }
    }

    @Override
    public synchronized void close() {
        try {
            out.close();
        } catch (IOException e) {
            reportError(null, e, ErrorManager.CLOSE_FAILURE);
        }
    }

    /** What is printed, as log lines; the framework and its component runtime start theirs with a level. */
    private static final class Lines extends OutputStream {
        private final Logger logger;
        private final Level usual;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Lines(String name, Level usual) {
            this.logger = Logger.getLogger(name);
            this.usual = usual;
        }

        @Override
        public synchronized void write(int b) {
            if (b != '\n') {
                bytes.write(b);
                return;
            }
            String line = bytes.toString(StandardCharsets.UTF_8).stripTrailing();
            bytes.reset();
            if (!line.isEmpty()) {
                logger.log(level(line), line); // without parameters a message is no pattern
            }
        }

        private Level level(String start) {
            if (start.startsWith("ERROR")) {
                return Level.WARNING;
            }
            if (start.startsWith("DEBUG")) {
                return Level.FINE;
            }
            return start.startsWith("\tat ") || start.startsWith("INFO") ? Level.INFO : usual;
        }
    }
}
