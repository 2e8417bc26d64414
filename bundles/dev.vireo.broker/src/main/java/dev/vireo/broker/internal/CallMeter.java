package dev.vireo.broker.internal;

import dev.vireo.api.broker.Stage.Calls;
import dev.vireo.api.broker.Stage.Figures;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.model.Provider;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Counts and times calls by standing between a caller and a provider. Thread-safe. */
final class CallMeter {
    private final Map<String, Tally> tallies = new ConcurrentHashMap<>();

    Map<String, Calls> calls() {
        return read(t -> t.figures().calls());
    }

    Map<String, Figures> figures() {
        return read(Tally::figures);
    }

    private <T> Map<String, T> read(Function<Tally, T> value) {
        return tallies.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> value.apply(e.getValue()), (a, b) -> a, TreeMap::new));
    }

    /** @param failure what it ended with; null when it returned */
    void add(String name, long tookNanos, Throwable failure) {
        tallies.computeIfAbsent(name, _ -> new Tally()).add(tookNanos, failure != null && isFault(failure) ? failure : null);
    }

    /** A provider of all families of {@code entry} that passes every call on to {@code service}. */
    <S> S watch(Class<S> family, Entry entry, S service) {
        Class<?>[] families = entry.families().toArray(Class<?>[]::new);
        // The provider's own loader sees its interfaces, and takes the class made here with it when it goes.
        return family.cast(Proxy.newProxyInstance(
                entry.provider().getClass().getClassLoader(), families, (proxy, method, arguments) -> call(service, method, arguments)));
    }

    private Object call(Object service, Method method, Object[] arguments) throws Throwable {
        if (method.getDeclaringClass() == Object.class || method.getDeclaringClass() == Provider.class) {
            return invoke(service, method, arguments);
        }
        String name = method.getDeclaringClass().getSimpleName() + "." + method.getName();
        long begin = System.nanoTime();
        try {
            Object result = invoke(service, method, arguments);
            add(name, System.nanoTime() - begin, null);
            return result;
        } catch (Throwable e) {
            add(name, System.nanoTime() - begin, e);
            throw e;
        }
    }

    private static Object invoke(Object service, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(service, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** What the caller did wrong is no fault of the provider. */
    private static boolean isFault(Throwable e) {
        return !(e instanceof VireoException v) || (v.kind() != ErrorKind.USER_INPUT && v.kind() != ErrorKind.NOT_FOUND);
    }
}
