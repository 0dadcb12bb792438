// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

#include "services.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lwip/pbuf.h"
#include "lwip/tcp.h"
#include "tap.h"

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

// The callback that calls this must return its result.
static err_t forget(struct tcp_pcb *pcb)
{
    tcp_arg(pcb, NULL);
    tcp_recv(pcb, NULL);
    tcp_sent(pcb, NULL);
    tcp_err(pcb, NULL);
    if (tcp_close(pcb) == ERR_OK)
    {
        return ERR_OK;
    }

    tcp_abort(pcb);
    return ERR_ABRT;
}

static void listen_on(u16_t port, tcp_accept_fn accept)
{
    struct tcp_pcb *pcb = tcp_new();
    if (pcb == NULL || tcp_bind(pcb, IP_ADDR_ANY, port) != ERR_OK)
    {
        fail("bind");
    }

    pcb = tcp_listen_with_backlog(pcb, 128);
    tcp_accept(pcb, accept);
}

// ---- 7: echo

struct echo
{
    struct pbuf *queue;
    int ended;
};

// Sends as much of the arrived text as the send buffer takes. The window opens by as much.
static err_t echo_send(struct tcp_pcb *pcb, struct echo *e)
{
    while (e->queue != NULL)
    {
        struct pbuf *p = e->queue;
        u16_t room = tcp_sndbuf(pcb);
        u16_t length = p->len < room ? p->len : room;
        if (length == 0 || tcp_write(pcb, p->payload, length, TCP_WRITE_FLAG_COPY) != ERR_OK)
        {
            break;
        }

        tcp_recved(pcb, length);
        if (length < p->len)
        {
            pbuf_remove_header(p, length);
            break;
        }

        e->queue = p->next;
        if (e->queue != NULL)
        {
            pbuf_ref(e->queue);
        }

        pbuf_free(p);
    }

    tcp_output(pcb);
    if (e->ended && e->queue == NULL)
    {
        free(e);
        return forget(pcb);
    }

    return ERR_OK;
}

static err_t echo_sent(void *arg, struct tcp_pcb *pcb, u16_t length)
{
    (void)length;
    return echo_send(pcb, arg);
}

static err_t echo_received(void *arg, struct tcp_pcb *pcb, struct pbuf *p, err_t error)
{
    struct echo *e = arg;
    (void)error;
    if (p == NULL)
    {
        e->ended = 1;
    }
    else if (e->queue == NULL)
    {
        e->queue = p;
    }
    else
    {
        pbuf_cat(e->queue, p);
    }

    return echo_send(pcb, e);
}

static void echo_failed(void *arg, err_t error)
{
    struct echo *e = arg;
    (void)error;
    if (e->queue != NULL)
    {
        pbuf_free(e->queue);
    }

    free(e);
}

static err_t echo_accept(void *arg, struct tcp_pcb *pcb, err_t error)
{
    (void)arg;
    if (error != ERR_OK)
    {
        return error;
    }

    struct echo *e = calloc(1, sizeof *e);
    tcp_arg(pcb, e);
    tcp_nagle_disable(pcb);
    tcp_recv(pcb, echo_received);
    tcp_sent(pcb, echo_sent);
    tcp_err(pcb, echo_failed);
    return ERR_OK;
}

// ---- 9: discard

static err_t discard_received(void *arg, struct tcp_pcb *pcb, struct pbuf *p, err_t error)
{
    (void)arg;
    (void)error;
    if (p == NULL)
    {
        return forget(pcb);
    }

    tcp_recved(pcb, p->tot_len);
    pbuf_free(p);
    return ERR_OK;
}

static err_t discard_accept(void *arg, struct tcp_pcb *pcb, err_t error)
{
    (void)arg;
    if (error == ERR_OK)
    {
        tcp_recv(pcb, discard_received);
    }

    return error;
}

// ---- 19: source

static const char zeros[65536];

static void source_send(struct tcp_pcb *pcb)
{
    // The text stays where it is, so lwIP need not copy it.
    for (u16_t room = tcp_sndbuf(pcb); room > 0; room = tcp_sndbuf(pcb))
    {
        if (tcp_write(pcb, zeros, room, 0) != ERR_OK)
        {
            break;
        }
    }

    tcp_output(pcb);
}

static err_t source_sent(void *arg, struct tcp_pcb *pcb, u16_t length)
{
    (void)arg;
    (void)length;
    source_send(pcb);
    return ERR_OK;
}

static err_t source_accept(void *arg, struct tcp_pcb *pcb, err_t error)
{
    (void)arg;
    if (error != ERR_OK)
    {
        return error;
    }

#if OFFLOAD
    tap_send_long_segments(pcb);
#endif
    tcp_recv(pcb, discard_received);
    tcp_sent(pcb, source_sent);
    source_send(pcb);
    return ERR_OK;
}

// ---- 80: HTTP/1.1, a page of 100 bytes whatever is asked for

static char answer[512];
static u16_t answer_length;

struct http
{
    unsigned ending;
    int closes;
};

static void http_failed(void *arg, err_t error)
{
    (void)error;
    free(arg);
}

static err_t http_end(struct tcp_pcb *pcb, struct http *h)
{
    free(h);
    return forget(pcb);
}

static err_t http_received(void *arg, struct tcp_pcb *pcb, struct pbuf *p, err_t error)
{
    static const char close_field[] = "Connection: close";
    struct http *h = arg;
    (void)error;
    if (p == NULL)
    {
        return http_end(pcb, h);
    }

    for (struct pbuf *q = p; q != NULL; q = q->next)
    {
        const char *text = q->payload;
        if (memmem(text, q->len, close_field, sizeof close_field - 1) != NULL)
        {
            h->closes = 1;
        }

        for (u16_t i = 0; i < q->len; i++)
        {
            // An empty line ends a request.
            h->ending = h->ending << 8 | (unsigned char)text[i];
            if (h->ending == 0x0D0A0D0A)
            {
                tcp_write(pcb, answer, answer_length, TCP_WRITE_FLAG_COPY);
            }
        }
    }

    tcp_recved(pcb, p->tot_len);
    pbuf_free(p);
    tcp_output(pcb);
    if (h->closes && h->ending == 0x0D0A0D0A)
    {
        return http_end(pcb, h);
    }

    return ERR_OK;
}

static err_t http_accept(void *arg, struct tcp_pcb *pcb, err_t error)
{
    (void)arg;
    if (error != ERR_OK)
    {
        return error;
    }

    tcp_arg(pcb, calloc(1, sizeof(struct http)));
    tcp_nagle_disable(pcb);
    tcp_recv(pcb, http_received);
    tcp_err(pcb, http_failed);
    return ERR_OK;
}

// ---- All of them

void services_start(void)
{
    static const char page[] = "<!DOCTYPE html><title>lwIP</title><p>This page comes from a TCP/IP stack written in C.</p>";
    answer_length = (u16_t)snprintf(answer, sizeof answer, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100\r\n\r\n%-99s\n", page);
    listen_on(7, echo_accept);
    listen_on(9, discard_accept);
    listen_on(19, source_accept);
    listen_on(80, http_accept);
}
