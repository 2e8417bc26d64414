package dev.vireo.broker.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;

/** Threads that each do the same over and over, as fast as they can, until they are closed. */
final class Users implements AutoCloseable {
    private final AtomicBoolean stop = new AtomicBoolean();
    private final CountDownLatch unserved;
    private final ExecutorService threads;
    private final List<Future<?>> users = new ArrayList<>();

    /** @param wishes what each does, by its number */
    Users(int count, IntFunction<Runnable> wishes) {
        unserved = new CountDownLatch(count);
        threads = Executors.newFixedThreadPool(count);
        for (int user = 0; user < count; user++) {
            Runnable wish = wishes.apply(user);
            users.add(threads.submit(() -> {
                wish.run();
                unserved.countDown();
                while (!stop.get()) {
                    wish.run();
                }
            }));
        }
    }

    /** Whether each has been served at least once: how long that takes is up to the machine. Throws what one failed with. */
    boolean served() throws Exception {
        for (Future<?> user : users) {
            if (user.isDone()) {
                user.get();
            }
        }
        return unserved.getCount() == 0;
    }

    /** Lets each end what it does. Throws what one failed with. */
    void end() throws Exception {
        stop.set(true);
        for (Future<?> user : users) {
            user.get(30, TimeUnit.SECONDS);
        }
    }

    @Override
    public void close() {
        stop.set(true);
        threads.close();
    }
}
