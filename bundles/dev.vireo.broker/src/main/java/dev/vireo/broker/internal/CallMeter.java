package dev.vireo.broker.internal;

import dev.vireo.api.broker.Stage.Calls;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.model.Provider;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Counts and times calls by standing between a caller and a provider. Thread-safe. */
final class CallMeter {
    private final Map<String, Tally> tallies = new ConcurrentHashMap<>();

    Map<String, Calls> calls() {
        return tallies.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().calls(), (a, b) -> a, TreeMap::new));
    }

    /** A provider of all families of {@code entry} that passes every call on. */
    <S> S watch(Class<S> family, Entry entry) {
        Class<?>[] families = entry.families().toArray(Class<?>[]::new);
        // The provider's own loader sees its interfaces, and takes the class made here with it when it goes.
        return family.cast(Proxy.newProxyInstance(
                entry.provider().getClass().getClassLoader(), families, (proxy, method, arguments) -> call(entry.provider(), method, arguments)));
    }

    private Object call(Provider provider, Method method, Object[] arguments) throws Throwable {
        if (method.getDeclaringClass() == Object.class || method.getDeclaringClass() == Provider.class) {
            return invoke(provider, method, arguments);
        }
        Tally tally = tallies.computeIfAbsent(
                method.getDeclaringClass().getSimpleName() + "." + method.getName(), name -> new Tally());
        long begin = System.nanoTime();
        try {
            Object result = invoke(provider, method, arguments);
            tally.add(System.nanoTime() - begin, null);
            return result;
        } catch (Throwable e) {
            tally.add(System.nanoTime() - begin, isFault(e) ? e : null);
            throw e;
        }
    }

    private static Object invoke(Provider provider, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(provider, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** What the caller did wrong is no fault of the provider. */
    private static boolean isFault(Throwable e) {
        return !(e instanceof VireoException v) || (v.kind() != ErrorKind.USER_INPUT && v.kind() != ErrorKind.NOT_FOUND);
    }

    private static final class Tally {
        private long count;
        private long failures;
        private String lastFailure = "";
        private double nanos;

        synchronized void add(long took, Throwable failure) {
            count++;
            nanos += took;
            if (failure != null) {
                failures++;
                lastFailure = failure instanceof VireoException ? failure.getMessage() : failure.toString();
            }
        }

        synchronized Calls calls() {
            return new Calls(count, failures, lastFailure, count == 0 ? 0 : nanos / count);
        }
    }
}
