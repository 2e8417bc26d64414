package dev.vireo.deploy.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.deploy.DeployedBundle;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleStoreTest {
    private static final byte[] CONTENT = "a jar".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path home;

    private static Candidate.Jars giving(byte[] content) {
        return (bundle, target) -> {
            try {
                Files.write(target, content);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    private DeployedBundle bundle() throws IOException {
        Path file = Files.write(home.resolve("sample"), CONTENT);
        return new DeployedBundle("acme.eye", "1.0.0", BundleStore.hash(file), CONTENT.length);
    }

    @Test
    void whatIsKeptIsWholeAndNamedByItsHash() throws IOException {
        BundleStore store = new BundleStore(home);
        store.put(bundle(), giving(CONTENT));
        assertTrue(store.isWhole(bundle()));
        assertEquals(home.resolve("store").resolve(bundle().sha256()).resolve("bundle.jar"), store.file(bundle().sha256()));
        store.put(bundle(), (b, t) -> {
            throw new IllegalStateException("what is there is not taken out again");
        });
    }

    @Test
    void otherBytesAreRefusedAndLeaveNothing() throws IOException {
        BundleStore store = new BundleStore(home);
        VireoException e = assertThrows(VireoException.class, () -> store.put(bundle(), giving(new byte[] {1, 2, 3})));
        assertEquals(ErrorKind.USER_INPUT, e.kind());
        assertTrue(e.getMessage().contains("changed while it was read"), e.getMessage());
        assertFalse(Files.exists(store.file(bundle().sha256())));
    }

    @Test
    void damageIsSeenAndMended() throws IOException {
        BundleStore store = new BundleStore(home);
        store.put(bundle(), giving(CONTENT));
        for (byte[] damage : new byte[][] {new byte[CONTENT.length], new byte[0], "a ja".getBytes(StandardCharsets.UTF_8)}) {
            Files.write(store.file(bundle().sha256()), damage);
            assertFalse(store.isWhole(bundle()));
            store.put(bundle(), giving(CONTENT));
            assertTrue(store.isWhole(bundle()));
        }
    }

    @Test
    void theSweepKeepsWhatIsNamed() throws IOException {
        BundleStore store = new BundleStore(home);
        store.sweep(Set.of()); // there is nothing yet
        store.put(bundle(), giving(CONTENT));
        Files.createDirectories(home.resolve("store/incoming/half"));
        store.sweep(Set.of(bundle().sha256()));
        assertTrue(store.isWhole(bundle()));
        assertFalse(Files.exists(home.resolve("store/incoming")));
        store.sweep(Set.of());
        assertFalse(Files.exists(store.file(bundle().sha256())));
    }
}
