/**
 * The bus: one AMQP 0-9-1 implementation for RabbitMQ and the embedded broker. Publishes with confirms, consumes with
 * manual acks, parks what cannot be used, owns its connections. The only package that sees {@code com.rabbitmq}.
 */
@NullMarked
package dev.sentinel.transport.bus;

import org.jspecify.annotations.NullMarked;
