// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Http;
using NanoTcp.Ip;

namespace NanoTcp.SensorNode
{
    /// <summary>The web pages of the sensor node.</summary>
    internal sealed class SensorHandler : HttpHandler
    {
        private const int Page = 1;
        private const int Json = 2;
        private const int Bytes = 3;

        private static readonly byte[] s_page = HttpText.Ascii("/");
        private static readonly byte[] s_json = HttpText.Ascii("/api/sensors");

        /// <summary>Since when the node is up.</summary>
        internal long StartTime;

        /// <summary>How often the sensors have thrown.</summary>
        internal int Failures;

        private readonly SensorSource _sensors;
        private readonly SensorReading _reading = new SensorReading();
        private readonly SensorPage _page = new SensorPage();
        private readonly SensorJson _json;
        private readonly BytesResource _bytes = new BytesResource();

        /// <summary>Makes a handler that shows these sensors.</summary>
        public SensorHandler(IPv4 ip, SensorSource sensors)
        {
            _sensors = sensors;
            _json = new SensorJson(ip);
        }

        /// <inheritdoc/>
        public override int Find(HttpRequest request)
        {
            if (request.PathEquals(s_json))
            {
                return Json;
            }

            if (request.PathEquals(s_page))
            {
                return Page;
            }

            return _bytes.LengthOf(request) >= 0 ? Bytes : NotFound;
        }

        /// <inheritdoc/>
        public override void Handle(int resource, HttpRequest request, HttpResponse response)
        {
            if (resource == Bytes)
            {
                response.SetProducedContent(HttpContentType.OctetStream, _bytes.LengthOf(request));
                return;
            }

            try
            {
                _sensors.Read(Now, _reading);
            }
            catch (Exception)
            {
                // The controller and the other clients have nothing to do with it.
                Failures++;
                response.Fail(HttpStatus.InternalServerError);
                return;
            }

            if (resource == Page)
            {
                byte[] page = _page.Write(_reading);
                response.SetContent(HttpContentType.Html, page, 0, page.Length);
            }
            else
            {
                int length = _json.Write(_reading, (int)((Now - StartTime) / 1000));
                response.CopyContent(HttpContentType.Json, _json.Data, 0, length);
            }
        }

        /// <inheritdoc/>
        public override void ReadContent(int resource, int position, byte[] buffer, int offset, int count)
        {
            _bytes.Read(position, buffer, offset, count);
        }
    }
}
