// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Mdns;

namespace NanoTcp.Tests.Stack.Mdns;

/// <summary>Names of hosts and services: what may be wanted, and what becomes of it.</summary>
public class NameTests
{
    [Fact]
    public void Without_a_name_the_host_is_called_by_its_MAC_address()
    {
        Assert.Equal("nanotcp-0002", new MdnsBench(null).Responder.Name);
    }

    [Theory]
    [InlineData("kitchen", "kitchen")]
    [InlineData("Kitchen", "Kitchen")]
    [InlineData("k", "k")]
    [InlineData("7", "7")]
    [InlineData("my board", "my-board")]
    [InlineData("my_board.1", "my-board-1")]
    [InlineData("-x-", "x")]
    [InlineData("kitchen.local", "kitchen")]
    [InlineData("kitchen.LOCAL", "kitchen")]
    [InlineData("Küche", "K-che")]
    [InlineData("a\0b", "a-b")]
    [InlineData("", "nanotcp-0002")]
    [InlineData("...", "nanotcp-0002")]
    [InlineData("厨房", "nanotcp-0002")]
    public void What_is_no_letter_digit_or_inner_hyphen_becomes_a_hyphen(string wanted, string name)
    {
        Assert.Equal(name, new MdnsBench(wanted).Responder.Name);
    }

    [Fact]
    public void A_name_has_63_characters_at_most_also_with_a_number()
    {
        MdnsBench bench = new(new string('x', 70));
        Assert.Equal(new string('x', 63), bench.Responder.Name);
        bench.Start();
        for (int i = 2; i < 12; i++)
        {
            MdnsMessage probe = bench.SendsWithin(5000);
            bench.Arrives(MdnsMessage.Response(probe.Questions[0].Split(' ')[0] + " 120 IN! A 192.168.7.9"));
            Assert.Equal(new string('x', i < 10 ? 61 : 60) + "-" + i, bench.Responder.Name);
        }
    }

    [Fact]
    public void A_long_instance_name_is_cut_between_two_characters()
    {
        MdnsBench bench = new();
        MdnsService service = new() { Instance = string.Concat(Enumerable.Repeat("ü", 31)) };
        MdnsService emoji = new() { Instance = string.Concat(Enumerable.Repeat("🔥", 15)) };
        bench.Responder.Add(service);
        bench.Responder.Add(emoji);
        bench.Start();
        MdnsMessage probe = bench.FirstProbe();
        bench.Arrives(MdnsMessage.Response([.. probe.Questions[1..].Select(question => question.Split(' ')[0] + " 120 IN! SRV 1 x.local")]));
        Assert.Equal(string.Concat(Enumerable.Repeat("ü", 29)) + " (2)", bench.Responder.InstanceOf(service));
        Assert.Equal(string.Concat(Enumerable.Repeat("🔥", 14)) + " (2)", bench.Responder.InstanceOf(emoji));
        bench.Advance(2000);
        Assert.Contains(bench.Sent, message => message.Answers.Any(answer => answer.StartsWith(string.Concat(Enumerable.Repeat("ü", 29)) + @"\032(2)._http")));
        Assert.Contains(bench.Sent, message => message.Answers.Any(answer => answer.StartsWith(string.Concat(Enumerable.Repeat("🔥", 14)) + @"\032(2)._http")));
    }

    [Fact]
    public void Two_services_of_one_host_never_have_the_same_name()
    {
        MdnsBench bench = new();
        MdnsService[] services = [new() { Instance = "Page" }, new() { Instance = "PAGE", Port = 81 }, new() { Instance = "Page", Type = "_ipp._tcp" }];
        Assert.All(services, service => Assert.True(bench.Responder.Add(service)));
        Assert.Equal(["Page", "PAGE (2)", "Page"], services.Select(bench.Responder.InstanceOf));
    }

    [Fact]
    public void A_service_without_a_name_has_that_of_the_host()
    {
        MdnsBench bench = new();
        MdnsService service = new();
        bench.Responder.Add(service);
        Assert.Equal("kitchen", bench.Responder.InstanceOf(service));
    }

    [Fact]
    public void An_instance_name_is_one_label_whatever_is_in_it()
    {
        MdnsBench bench = MdnsBench.Established(services: new MdnsService { Instance = "Dr. Q's board, 2nd floor" });
        MdnsMessage query = MdnsMessage.Query("_http._tcp.local PTR QM");
        bench.Arrives(query);
        Assert.Equal(@"_http._tcp.local 4500 IN PTR Dr.\032Q's\032board,\0322nd\032floor._http._tcp.local", Assert.Single(bench.SendsWithin(120).Answers));
    }

    [Theory]
    [InlineData("http._tcp")]
    [InlineData("_http")]
    [InlineData("_http._tcp.local")]
    [InlineData("_http._sctp")]
    [InlineData("_http.tcp")]
    [InlineData("_._tcp")]
    [InlineData("_sixteen-letters1._tcp")]
    [InlineData("")]
    [InlineData("_a._b._tcp")]
    public void A_type_is_two_labels_the_second_tcp_or_udp(string type)
    {
        MdnsBench bench = new();
        Assert.ThrowsAny<Exception>(() => bench.Responder.Add(new MdnsService { Type = type }));
        Assert.True(bench.Responder.Add(new MdnsService { Type = "_fifteen-letters._udp" }));
    }

    [Fact]
    public void What_a_service_cannot_have_is_refused_and_nothing_is_added()
    {
        MdnsBench bench = new(configure: options => options.MaxServices = 1);
        MdnsService[] wrong =
        [
            new() { Instance = new string('x', 64) }, new() { Instance = "" }, new() { Port = -1 }, new() { Port = 65536 }, new() { Txt = [""] },
            new() { Txt = [new string('x', 256)] }, new() { Txt = [.. Enumerable.Repeat(new string('x', 250), 4)] },
        ];
        Assert.All(wrong, service => Assert.ThrowsAny<ArgumentException>(() => bench.Responder.Add(service)));
        Assert.Throws<ArgumentNullException>(() => bench.Responder.Add(null!));
        Assert.Throws<ArgumentException>(() => bench.Responder.InstanceOf(new MdnsService()));
        Assert.True(bench.Responder.Add(new MdnsService()));
        Assert.False(bench.Responder.Add(new MdnsService()));
    }

    [Fact]
    public void An_update_that_is_refused_changes_nothing()
    {
        MdnsService page = new() { Instance = "Kitchen", Txt = ["v=1"] };
        MdnsBench bench = MdnsBench.Established(services: page);
        page.Txt = ["v=2", ""];
        page.Port = 81;
        Assert.Throws<ArgumentException>(() => bench.Responder.Update(page));
        bench.Arrives(MdnsMessage.Query("Kitchen._http._tcp.local ANY QM"));
        bench.Answers("Kitchen._http._tcp.local 120 IN! SRV 80 kitchen.local", "Kitchen._http._tcp.local 4500 IN! TXT v=1");
    }
}
