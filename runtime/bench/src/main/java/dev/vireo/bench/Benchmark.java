package dev.vireo.bench;

import java.util.List;

/** One benchmark or quality run. Prints a table and, as its last line, one JSON object. */
public interface Benchmark {
    /** What it is called on the command line. */
    String name();

    /** One line for the list: what it measures and which arguments it takes. */
    String summary();

    /** @return the exit status: 0 when it ran through, 2 on wrong arguments */
    int run(List<String> args) throws Exception;
}
