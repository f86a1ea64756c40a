package dev.leat.benchmarks.datastore;

import java.io.IOException;
import java.util.List;

/** One way of working with orders. Every call is a whole operation, as a program would make it, and blocks. */
interface Contender extends AutoCloseable {

    /** Reads a document that exists. */
    Order get(String id) throws IOException;

    /** Stores a document under its id. */
    void save(Order order) throws IOException;

    /** Stores several in one go, and checks that each was. */
    void saveAll(List<Order> orders) throws IOException;

    /** Adds one to the units of an order and sets its status, on the server. */
    void update(String id, String status) throws IOException;

    /** One page of the orders with that status. */
    List<Order> search(String status, int rows) throws IOException;

    /** Reads all orders, each as an object; returns how many there were. */
    long stream() throws IOException;

    @Override
    void close() throws IOException;
}
