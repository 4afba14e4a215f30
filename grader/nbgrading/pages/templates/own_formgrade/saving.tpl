{#- A page of nbgrader's on which something can be saved: where that fails, it says why. -#}
{%- extends page -%}

{%- block script -%}
{{ super() }}
<script>{% include 'saving.js' %}</script>
{%- endblock -%}
