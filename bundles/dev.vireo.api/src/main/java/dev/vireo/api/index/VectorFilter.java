package dev.vireo.api.index;

/** The vectors that may be found. Immutable and thread-safe. */
public interface VectorFilter {
    /** Everything. */
    VectorFilter ALL = new VectorFilter() {
        @Override
        public boolean accepts(long id) {
            return true;
        }

        @Override
        public long[] ids() {
            return null;
        }
    };

    boolean accepts(long id);

    /** The accepted ids in ascending order, each once; {@code null} when everything is accepted. */
    long[] ids();

    /** A filter over ids in ascending order, each once; the array is owned by the filter from now on. */
    static VectorFilter of(long[] ascending) {
        return new VectorFilter() {
            @Override
            public boolean accepts(long id) {
                return java.util.Arrays.binarySearch(ascending, id) >= 0;
            }

            @Override
            public long[] ids() {
                return ascending;
            }
        };
    }
}
