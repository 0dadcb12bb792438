// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Http;

namespace NanoTcp.SensorNode
{
    /// <summary>
    /// The page with the sensor values. The text holds the values, so it is complete without a script. The script then fetches new values. Each value
    /// has a field of fixed width near the start, so that all leave in the call that filled them in.
    /// </summary>
    internal sealed class SensorPage
    {
        private const int FieldWidth = 7;

        private const string Html = @"<!DOCTYPE html>
<html lang=""en""><head><meta charset=""utf-8""><meta name=""viewport"" content=""width=device-width"">
<title>NanoTcp sensor node</title><link rel=""icon"" href=""data:,""></head><body>
<header><h1>Sensor node</h1><p>Served by NanoTcp, a TCP/IP stack in C#</p></header><main>
<section><h2>Temperature</h2><p><b id=""temperature"">#######</b> &deg;C</p></section>
<section><h2>Humidity</h2><p><b id=""humidity"">#######</b> %</p></section>
<section><h2>Pressure</h2><p><b id=""pressure"">#######</b> hPa</p></section></main>
<footer><span id=""state"">Values at the time of the request</span> &middot; <a href=""/api/sensors"">/api/sensors</a></footer>
<style>
:root{color-scheme:light dark;--card:#fff;--line:#dde3ea;--soft:#5b6876;--hue:#0a7d6c}
@media(prefers-color-scheme:dark){:root{--card:#172029;--line:#2a3742;--soft:#93a3b1;--hue:#4fd1b8}}
body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:8vh auto;padding:0 1.2rem;background:Canvas}
h1{font-size:1.7rem;margin:0}header p,footer{color:var(--soft);margin:.2rem 0}a{color:var(--hue)}
main{display:grid;grid-template-columns:repeat(auto-fit,minmax(13.5rem,1fr));gap:1rem;margin:2rem 0}
section{background:var(--card);border:1px solid var(--line);border-radius:.8rem;padding:1.1rem}
h2{font-size:.8rem;font-weight:600;letter-spacing:.08em;text-transform:uppercase;color:var(--soft);margin:0}
section p{margin:.3rem 0 0;color:var(--soft);white-space:nowrap}b{font-size:2rem;font-weight:650;color:var(--hue);font-variant-numeric:tabular-nums}
footer{font-size:.9rem}
</style>
<script>
const show=(id,text)=>document.getElementById(id).textContent=text;
async function update(){try{const v=await(await fetch('/api/sensors')).json();
for(const id of['temperature','humidity','pressure'])show(id,v[id].toFixed(2));
show('state',v.address+', up '+v.uptime+' s, frames in '+v.framesReceived+', out '+v.framesSent)
}catch(e){show('state','No answer from the board')}setTimeout(update,2000)}
update();
</script></body></html>
";

        private readonly byte[] _page = HttpText.Ascii(Html);
        private readonly byte[] _value = new byte[16];
        private readonly int _temperature;
        private readonly int _humidity;
        private readonly int _pressure;

        /// <summary>Finds the fields.</summary>
        public SensorPage()
        {
            _temperature = FieldFrom(0);
            _humidity = FieldFrom(_temperature + FieldWidth);
            _pressure = FieldFrom(_humidity + FieldWidth);
        }

        /// <summary>Fills in the values and returns the page.</summary>
        public byte[] Write(SensorReading reading)
        {
            WriteField(_temperature, reading.Temperature);
            WriteField(_humidity, reading.Humidity);
            WriteField(_pressure, reading.Pressure);
            return _page;
        }

        private int FieldFrom(int start)
        {
            int marks = 0;
            while (marks < FieldWidth)
            {
                marks = _page[start++] == '#' ? marks + 1 : 0;
            }

            return start - FieldWidth;
        }

        private void WriteField(int offset, int hundredths)
        {
            int length = HttpText.WriteHundredths(_value, 0, hundredths);
            int padding = FieldWidth - length;
            for (int i = 0; i < padding; i++)
            {
                _page[offset + i] = (byte)' ';
            }

            Array.Copy(_value, 0, _page, offset + padding, length);
        }
    }
}
