package dev.vireo.pack.internal;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;

/** What the entries of a bundle may hold. Each is read to its end, so that check sums and sizes are true. */
final class ContentRules {
    private static final int CLASS = 0xCAFEBABE;
    private static final int ZIP = 0x504B0304;
    private static final int MOST_CLASS = 4 << 20;
    private static final int MOST_INNER_JAR = 32 << 20;
    /** Enough to tell what kind of file it is. */
    private static final int HEAD = 4096;
    private static final int DEEPEST = 2;

    private final Jar jar;
    private final boolean model;
    private final boolean product;
    private final int depth;

    /** @param product whether this is the product's own, whose code is not looked into */
    ContentRules(Jar jar, boolean model, boolean product) {
        this(jar, model, product, 0);
    }

    private ContentRules(Jar jar, boolean model, boolean product, int depth) {
        this.jar = jar;
        this.model = model;
        this.product = product;
        this.depth = depth;
    }

    void check() {
        for (ZipEntryHeader entry : jar.entries()) {
            Kept kept = new Kept(most(entry));
            jar.copy(entry, kept);
            byte[] head = kept.toByteArray();
            if (model) {
                data(entry, head);
            }
            if (!product) {
                foreign(entry, head);
            }
        }
    }

    private int most(ZipEntryHeader entry) {
        String name = entry.name().toLowerCase(Locale.ROOT);
        return product ? HEAD : name.endsWith(".class") ? MOST_CLASS : name.endsWith(".jar") ? MOST_INNER_JAR : HEAD;
    }

    private void data(ZipEntryHeader entry, byte[] head) {
        String name = entry.name().toLowerCase(Locale.ROOT);
        if (name.endsWith(".class") || name.endsWith(".jar") || magic(head) == CLASS || magic(head) == ZIP) {
            throw jar.refused("is a model bundle and holds code, \"" + Names.shown(entry.name()) + "\"; a model bundle holds data only");
        }
    }

    private void foreign(ZipEntryHeader entry, byte[] content) {
        String name = entry.name().toLowerCase(Locale.ROOT);
        if (name.matches(".*\\.(so|dll|dylib|jnilib|exe)(\\.[0-9.]+)?") || nativeCode(content, name.endsWith(".class"))) {
            throw jar.refused("holds native code, \"" + Names.shown(entry.name()) + "\"; only the product's own channel may");
        }
        if (name.endsWith(".class")) {
            if (entry.size() > MOST_CLASS) {
                throw jar.refused("class file \"" + Names.shown(entry.name()) + "\" has " + entry.size() + " bytes; " + MOST_CLASS + " are the most");
            }
            new CodeScan(jar, entry.name()).scan(content);
        } else if (magic(content) == CLASS) {
            throw jar.refused("holds a class file under another name, \"" + Names.shown(entry.name()) + "\"");
        } else if (name.endsWith(".jar") || magic(content) == ZIP) {
            inner(entry, content);
        } else if (name.startsWith("osgi-inf/") && name.endsWith(".xml")) {
            new ComponentRules(jar, entry.name()).check(content, entry.size());
        }
    }

    private void inner(ZipEntryHeader entry, byte[] content) {
        if (!entry.name().endsWith(".jar") || entry.size() > MOST_INNER_JAR || depth >= DEEPEST) {
            throw jar.refused("holds an archive that is not looked into, \"" + Names.shown(entry.name()) + "\"; allowed are jars of up to "
                    + (MOST_INNER_JAR >> 20) + " MiB, " + DEEPEST + " deep");
        }
        Jar inner = Jar.read(jar.title() + ": " + Names.shown(entry.name()), Slice.of(content), StrictZip.Form.INNER_JAR);
        new ContentRules(inner, model, product, depth + 1).check();
    }

    private static int magic(byte[] head) {
        return head.length < 4 ? 0 : ByteBuffer.wrap(head).getInt();
    }

    /** Programs and libraries of Linux, macOS and Windows by their first bytes. */
    private static boolean nativeCode(byte[] head, boolean classFile) {
        int magic = magic(head);
        if (magic == 0x7F454C46 || magic == 0xFEEDFACE || magic == 0xFEEDFACF || magic == 0xCEFAEDFE || magic == 0xCFFAEDFE) {
            return true;
        }
        // Universal binaries of macOS share their mark with class files; the next word counts their parts.
        if (magic == CLASS && !classFile && head.length >= 8 && ByteBuffer.wrap(head).getInt(4) < 20) {
            return true;
        }
        if (head.length >= 64 && head[0] == 'M' && head[1] == 'Z') {
            int at = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getInt(60);
            return at >= 0 && at <= head.length - 4 && head[at] == 'P' && head[at + 1] == 'E';
        }
        return false;
    }

    /** Keeps the first bytes of what is written to it. */
    private static final class Kept extends OutputStream {
        private final int most;
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

        Kept(int most) {
            this.most = most;
        }

        @Override
        public void write(int b) {
            if (kept.size() < most) {
                kept.write(b);
            }
        }

        @Override
        public void write(byte[] bytes, int offset, int count) {
            kept.write(bytes, offset, Math.min(count, most - kept.size()));
        }

        byte[] toByteArray() {
            return kept.toByteArray();
        }
    }
}
