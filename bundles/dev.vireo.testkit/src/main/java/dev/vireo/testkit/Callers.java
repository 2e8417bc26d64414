package dev.vireo.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.function.Executable;

/** Calls from several threads, and calls that must be refused. */
public final class Callers {
    private Callers() {}

    /** Results of {@code call} made {@code times} times on each of {@code threads} threads at once. */
    public static <T> List<T> together(int threads, int times, Callable<T> call) throws InterruptedException, ExecutionException {
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < threads * times; i++) {
                futures.add(executor.submit(call));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        }
    }

    /** Asserts that a call ends in a {@link VireoException} of this kind. */
    public static void assertRefused(ErrorKind kind, Executable call) {
        VireoException e = assertThrows(VireoException.class, call);
        assertEquals(kind, e.kind(), e.getMessage());
    }
}
