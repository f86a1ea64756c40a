package dev.leat.cassandra.index;

/**
 * One concrete index, and how requests name it.
 *
 * @param address what requests are sent to: an alias that only this index has, or its name
 * @param isGuarded whether the address is such an alias: it goes with the index, so that a request can neither make an
 *     index nor reach another one of the same name
 * @param name of the index
 * @param uuid of the index: what {@link dev.leat.cassandra.sync.Version#index} holds
 * @param shards how many primary shards it has
 */
record Place(String address, boolean isGuarded, String name, String uuid, int shards) {}
