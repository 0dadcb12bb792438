// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using Assert = nanoFramework.TestFramework.Assert;

namespace NanoTcp.SelfTest
{
    /// <summary>The tests of the self-test as unit tests. They run in nanoFramework on a device or a virtual device, and on the desktop.</summary>
    [nanoFramework.TestFramework.TestClass]
    public class StackTests
    {
        /// <summary>A connection is opened in three steps, and both ends know it.</summary>
        [nanoFramework.TestFramework.TestMethod]
        public void A_connection_is_opened_in_three_steps()
        {
            Assert.IsTrue(Tests.Handshake());
        }

        /// <summary>All bytes arrive, in order and unchanged.</summary>
        [nanoFramework.TestFramework.TestMethod]
        public void What_is_sent_arrives()
        {
            Assert.IsTrue(Tests.Transfer());
        }

        /// <summary>Each direction is closed by FIN and ACK.</summary>
        [nanoFramework.TestFramework.TestMethod]
        public void A_connection_is_closed_in_four_steps()
        {
            Assert.IsTrue(Tests.Teardown());
        }

        /// <summary>The same transfer on a cable that loses every seventh frame.</summary>
        [nanoFramework.TestFramework.TestMethod]
        public void What_gets_lost_is_sent_again()
        {
            Assert.IsTrue(Tests.TransferWithLoss());
        }

        /// <summary>A bound port cannot be bound again, and a closed port refuses connections.</summary>
        [nanoFramework.TestFramework.TestMethod]
        public void No_two_services_share_a_port()
        {
            Assert.IsTrue(Tests.PortConflict());
        }

        /// <summary>A page over HTTP, and requests that are refused.</summary>
        [nanoFramework.TestFramework.TestMethod]
        public void An_HTTP_server_answers()
        {
            Assert.IsTrue(Tests.Http());
        }

        /// <summary>UDP carries a datagram there and back.</summary>
        [nanoFramework.TestFramework.TestMethod]
        public void A_datagram_comes_back()
        {
            Assert.IsTrue(Datagrams.Echo());
        }

        /// <summary>DHCP and AutoIP, with nobody else on the link.</summary>
        [nanoFramework.TestFramework.TestMethod]
        public void A_host_without_a_server_chooses_an_address()
        {
            Assert.IsTrue(Datagrams.OwnAddress());
        }

        /// <summary>No static constructor has died.</summary>
        [nanoFramework.TestFramework.TestMethod]
        public void Start_up_lost_no_static_table()
        {
            Assert.IsTrue(Tests.StaticTables());
        }
    }
}
