@extends("mail")
{{-- <a href="a b"> --}}@if ($a > $b)<a href="{{ route('orders.show', ['id' => $order->id]) }}">x</a>@endif
<a href="https://www.example.com/?q={{ urlencode($name) }}">x</a> <a href="{!! $url !!}">x</a>
